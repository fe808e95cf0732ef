"""Timing: in processes of its own, with what a model really takes; and loading for it."""

import math
from pathlib import Path

import numpy as np
import pytest

from airparadis.lib.errors import ArtifactError
from airparadis.ml.artifact import BUNDLED_MODEL
from airparadis.ml.families import load_classifier
from tests.support.training.tweets import published_rows, write_published
from training.__main__ import main
from training.evaluation import loading
from training.evaluation.loading import load_scorer
from training.evaluation.speed import describe_machine, measure_speed

TEXTS = ["the crew was lovely", "my bag is lost"]


def test_the_bundled_model_is_timed_in_a_process_of_its_own() -> None:
    speed = measure_speed(BUNDLED_MODEL, TEXTS * 50, processes=1)
    latency = speed.latency
    assert speed.processes == 1
    assert 0 < latency.median_us <= latency.p95_us
    assert latency.processor_us > 0
    assert 0 < latency.load_seconds < 60
    assert 20 < latency.memory_mb < 5000
    assert 0 < speed.tweets_per_second < math.inf
    assert 0 < speed.processor_us < math.inf


def test_what_cannot_be_loaded_is_refused_before_it_is_timed(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError):
        load_scorer(tmp_path)


def test_a_served_family_is_loaded_as_the_application_does() -> None:
    expected = load_classifier(BUNDLED_MODEL).predict_proba(TEXTS)
    np.testing.assert_array_equal(load_scorer(BUNDLED_MODEL)(TEXTS), expected)


def test_a_family_not_served_is_loaded_as_training_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    data = write_published(tmp_path / "tweets.csv", published_rows(100))
    train = ["train", "tfidf", "--data", str(data), "--out", "model", "--no-mlflow"]
    assert main(train) == 0
    expected = load_scorer(Path("model"))(TEXTS)
    monkeypatch.setattr(loading, "SERVED_FAMILIES", frozenset[str]())
    np.testing.assert_allclose(load_scorer(Path("model"))(TEXTS), expected)


def test_the_machine_is_named_by_processor_and_cores() -> None:
    assert " cores, load average " in describe_machine()
