"""Reports of a training to MLflow, and none at all if it is turned off."""

from pathlib import Path

import mlflow
import pytest

from tests.support.training.tweets import synthetic_tweets
from training.data.material import Material
from training.data.split import draw_split
from training.families import FAMILIES, make_family
from training.runs.journal import open_journal


@pytest.fixture
def material(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Material:
    monkeypatch.chdir(tmp_path)
    tweets = synthetic_tweets(tmp_path)
    return Material(tweets, draw_split(tweets, "strict"))


def test_figures_of_epochs_are_kept_by_epoch(material: Material) -> None:
    with open_journal(make_family("tfidf"), material, track=True) as journal:
        journal.epoch(1, {"validation_accuracy": 0.5})
        journal.epoch(2, {"validation_accuracy": 0.75})
    (run,) = mlflow.search_runs(
        experiment_names=[FAMILIES["tfidf"].experiment], output_format="list"
    )
    history = mlflow.MlflowClient().get_metric_history(run.info.run_id, "epoch/validation_accuracy")
    assert [(point.step, point.value) for point in history] == [(1, 0.5), (2, 0.75)]
    assert run.data.tags["split_variant"] == "strict"


def test_without_tracking_no_store_is_made(material: Material, tmp_path: Path) -> None:
    with open_journal(make_family("tfidf"), material, track=False) as journal:
        journal.epoch(1, {"validation_accuracy": 0.5})
    assert not (tmp_path / "instance").exists()
