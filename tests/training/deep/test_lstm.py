"""`lstm`: it learns, goes on where it was interrupted, stops in time, and reads what it wrote."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

from tests.support.training.tweets import published_rows
from training.errors import TrainingError
from training.families import Workspace
from training.families.lstm import checkpoint as checkpoints
from training.families.lstm import loop
from training.families.lstm.family import Lstm
from training.families.lstm.settings import LstmSettings, Precision

SETTINGS = LstmSettings(
    hidden=4,
    dimensions=6,
    dropout=0.1,
    epochs=3,
    patience=3,
    batch_size=32,
    learning_rate=0.03,
    min_count=1,
    precision=Precision.FP32,
)
LONGER = replace(
    SETTINGS, hidden=8, dimensions=8, epochs=8, patience=8, batch_size=16, learning_rate=0.04
)
ROWS = published_rows(400)
TEXTS, Y = [row[-1] for row in ROWS], np.array([row[0] == "4" for row in ROWS], np.int8)


class InterruptedFitError(Exception):
    """A simulated power cut."""


def fitted(settings: LstmSettings = SETTINGS, workspace: Workspace | None = None) -> Lstm:
    family = Lstm(settings)
    family.fit(TEXTS[::2], Y[::2], TEXTS[1::2], Y[1::2], workspace or Workspace())
    return family


@pytest.fixture(scope="module")
def straight() -> Lstm:
    return fitted()


@pytest.mark.parametrize(
    "settings",
    [
        LONGER,
        replace(LONGER, precision=Precision.AUTO),
        replace(LONGER, bidirectional=False),
        replace(LONGER, tune=False, dimensions=32),
    ],
    ids=["fp32", "auto", "one direction", "frozen"],
)
def test_it_learns_what_tweets_feel(settings: LstmSettings) -> None:
    positive = fitted(settings).predict_proba(TEXTS[1::2])[:, 1] > 0.5
    assert (positive == (Y[1::2] == 1)).mean() > 0.9


def test_probabilities_come_in_the_order_of_the_texts(straight: Lstm) -> None:
    texts = [*TEXTS[:20], "", "great", "the crew was lovely " * 30]
    alone = np.concatenate([straight.predict_proba([text]) for text in texts])
    np.testing.assert_allclose(straight.predict_proba(texts), alone, atol=1e-6)


def test_an_empty_text_has_a_probability(straight: Lstm) -> None:
    assert straight.predict_proba([""]).sum() == pytest.approx(1)


def test_no_text_has_no_probability(straight: Lstm) -> None:
    assert straight.predict_proba([]).shape == (0, 2)


def test_what_is_saved_is_loaded(straight: Lstm, tmp_path: Path) -> None:
    straight.save(tmp_path)
    loaded = Lstm.load(tmp_path)
    assert loaded.parameters == straight.parameters
    np.testing.assert_array_equal(loaded.predict_proba(TEXTS), straight.predict_proba(TEXTS))


def test_the_same_seed_gives_the_same_model(straight: Lstm) -> None:
    np.testing.assert_array_equal(fitted().predict_proba(TEXTS), straight.predict_proba(TEXTS))


@pytest.mark.parametrize("written", [1, 5, 12, 20])
def test_an_interrupted_fit_goes_on_as_if_it_had_not_been(
    written: int, straight: Lstm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`written` checkpoints, one per batch, are kept before the power goes."""
    told: dict[int, Mapping[str, float]] = {}
    workspace = Workspace(tmp_path, told.__setitem__)
    monkeypatch.setattr(loop, "CHECKPOINT_SECONDS", 0.0)
    interrupt_after(written, monkeypatch)
    with pytest.raises(InterruptedFitError):
        fitted(workspace=workspace)
    monkeypatch.undo()
    resumed = fitted(workspace=workspace)
    assert list(told) == [1, 2, 3]
    np.testing.assert_array_equal(resumed.predict_proba(TEXTS), straight.predict_proba(TEXTS))


def interrupt_after(written: int, monkeypatch: pytest.MonkeyPatch) -> None:
    write = checkpoints.Checkpoint.write
    done: list[bool] = []

    def write_some(*arguments: object) -> None:
        if len(done) == written:
            raise InterruptedFitError
        done.append(True)
        write(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(checkpoints.Checkpoint, "write", write_some)


def test_a_finished_fit_is_not_fitted_again(tmp_path: Path) -> None:
    first = fitted(workspace=Workspace(tmp_path))
    told: dict[int, Mapping[str, float]] = {}
    again = fitted(workspace=Workspace(tmp_path, told.__setitem__))
    assert not told
    np.testing.assert_array_equal(again.predict_proba(TEXTS), first.predict_proba(TEXTS))


def test_an_unfinished_fit_of_other_settings_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt_after(1, monkeypatch)
    with pytest.raises(InterruptedFitError):
        fitted(workspace=Workspace(tmp_path))
    monkeypatch.undo()
    with pytest.raises(TrainingError, match="unfinished training with other settings or data"):
        fitted(replace(SETTINGS, hidden=5), Workspace(tmp_path))


def test_a_finished_fit_of_other_settings_is_passed_over(tmp_path: Path) -> None:
    fitted(workspace=Workspace(tmp_path))
    told: dict[int, Mapping[str, float]] = {}
    fitted(replace(SETTINGS, epochs=1), Workspace(tmp_path, told.__setitem__))
    assert list(told) == [1]


def test_a_file_that_is_no_checkpoint_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "lstm.pt").write_bytes(b"not a checkpoint")
    with pytest.raises(TrainingError, match="is not a checkpoint of lstm; remove it"):
        fitted(workspace=Workspace(tmp_path))


def test_a_fit_stops_early_and_keeps_its_best_epoch() -> None:
    """The validation loss on random labels soon rises."""
    told: dict[int, Mapping[str, float]] = {}
    lot = np.random.default_rng(0).integers(0, 2, len(Y)).astype(np.int8)
    family = Lstm(replace(SETTINGS, epochs=40, patience=2))
    family.fit(TEXTS[::2], lot[::2], TEXTS[1::2], lot[1::2], Workspace(None, told.__setitem__))
    losses = [told[epoch]["validation_loss"] for epoch in sorted(told)]
    best = int(np.argmin(losses)) + 1
    assert len(losses) == best + 2 < 40
    assert family.parameters["best_epoch"] == best


def test_vectors_of_a_file_are_where_training_starts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "glove.txt"
    path.write_text("great 1 2 3\ncant 4 5 6\nzebra 7 8 9\n", "utf-8")
    settings = replace(SETTINGS, embeddings=path, dimensions=None, tune=False, epochs=1)
    family = Lstm(settings)
    texts = ["great great", "can't cry"] * 8
    family.fit(texts, Y[:16], texts, np.array([1, 0] * 8, np.int8))
    vectors = family.network_.embedding.weight
    numbers = family.vocabulary_.numbers
    assert vectors[numbers["great"]].tolist() == [1, 2, 3]
    assert vectors[numbers["can't"]].tolist() == [4, 5, 6]
    assert family.parameters["covered_tokens"] == 0.75
    assert "3 vectors of 3 dimensions; covers 2 of 3 words, 75.0% of all" in capsys.readouterr().out
