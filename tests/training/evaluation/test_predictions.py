"""Predictions kept for the comparison are read back as they were."""

from pathlib import Path

import numpy as np
import pytest

from training.errors import TrainingError
from training.evaluation.predictions import (
    Facts,
    Predictions,
    Scored,
    read_predictions,
    write_predictions,
)

FACTS = Facts(
    version="tfidf-2026.11.23-0123abcd",
    family="tfidf",
    artifact=Path("instance/training/tfidf"),
    split_variant="strict",
    split_fingerprint="aa",
    data_fingerprint="bb",
    sample=None,
    seconds=12.5,
    peak_memory_mb=900.0,
    epochs=({"train_loss": 0.5}, {"train_loss": 0.4}),
)


def scored(*probabilities: float) -> Scored:
    n_rows = len(probabilities)
    labels = (np.arange(n_rows) % 2).astype(np.int8)
    return Scored(np.arange(n_rows) + 570301031407624196, labels, np.array(probabilities))


def test_predictions_are_read_back_as_they_were(tmp_path: Path) -> None:
    kept = Predictions(FACTS, {"validation": scored(0.1, 0.9), "test": scored(0.25, 0.75, 1 / 3)})
    write_predictions(kept, tmp_path / "new" / "predictions")
    found = read_predictions(tmp_path / "new" / "predictions", FACTS.version)
    assert found.facts == FACTS
    assert list(found.sets) == ["validation", "test"]
    for name, expected in kept.sets.items():
        for column in ("rows", "y", "probabilities"):
            actual = getattr(found.sets[name], column)
            np.testing.assert_array_equal(actual, getattr(expected, column))
            assert actual.dtype == getattr(expected, column).dtype


def test_predictions_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="no predictions of light-1 in"):
        read_predictions(tmp_path, "light-1")


def test_predictions_cut_short_are_refused(tmp_path: Path) -> None:
    write_predictions(Predictions(FACTS, {"test": scored(0.1, 0.9)}), tmp_path)
    (tmp_path / f"{FACTS.version}.parquet").write_bytes(b"PAR1")
    with pytest.raises(TrainingError, match="no predictions of tfidf"):
        read_predictions(tmp_path, FACTS.version)


def test_a_loss_that_diverged_is_kept(tmp_path: Path) -> None:
    facts = FACTS.model_copy(update={"epochs": ({"train_loss": float("nan")},)})
    write_predictions(Predictions(facts, {"test": scored(0.5)}), tmp_path)
    (epoch,) = read_predictions(tmp_path, FACTS.version).facts.epochs
    assert np.isnan(epoch["train_loss"])
