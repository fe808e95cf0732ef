"""A training's log survives an interruption, and is deleted once the training is done."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.support.training.tweets import synthetic_tweets
from training.data.material import Material
from training.data.split import draw_split
from training.evaluation.predictions import Predictions, read_predictions
from training.families import NOWHERE, Workspace
from training.runs.logbook import Logbook
from training.runs.train import Places, train

EPOCHS = 3


class InterruptedTrainingError(Exception):
    """The power went."""


class Coin:
    """A family of three epochs that is interrupted in the one it is told, and learns nothing."""

    name = "coin"
    libraries: Sequence[str] = ()

    def __init__(self, fails_after: int = EPOCHS, rate: float = 0.1) -> None:
        self.fails_after = fails_after
        self.rate = rate
        self.began_at = 0

    @property
    def parameters(self) -> dict[str, bool | int | float | str]:
        return {"rate": self.rate}

    def fit(
        self,
        X: Sequence[str],
        y: NDArray[np.int8],
        X_validation: Sequence[str],
        y_validation: NDArray[np.int8],
        workspace: Workspace = NOWHERE,
    ) -> None:
        assert workspace.checkpoints is not None
        workspace.checkpoints.mkdir(parents=True, exist_ok=True)
        checkpoint = workspace.checkpoints / "epoch"
        self.began_at = int(checkpoint.read_text()) if checkpoint.exists() else 0
        for epoch in range(self.began_at + 1, EPOCHS + 1):
            if epoch > self.fails_after:
                raise InterruptedTrainingError
            checkpoint.write_text(str(epoch))
            workspace.on_epoch(epoch, {"train_loss": 1 / epoch})

    def predict_proba(self, X: Sequence[str]) -> NDArray[np.float64]:
        return np.full((len(X), 2), 0.5)

    def save(self, directory: Path) -> None:
        (directory / "coin.txt").write_text("heads")

    @classmethod
    def load(cls, directory: Path) -> "Coin":
        return cls()


@pytest.fixture
def material(tmp_path: Path) -> Material:
    tweets = synthetic_tweets(tmp_path)
    return Material(tweets, draw_split(tweets, "published"))


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "store" / "coin", tmp_path / "store")


def interrupt(family: Coin, material: Material, places: Places) -> None:
    with pytest.raises(InterruptedTrainingError):
        train(family, material, places, fresh=False, track=False)


def kept(places: Places) -> Predictions:
    (facts,) = places.predictions.glob("*.json")
    return read_predictions(places.predictions, facts.stem)


def test_an_interrupted_training_is_taken_up(material: Material, places: Places) -> None:
    interrupt(Coin(fails_after=2), material, places)
    again = Coin()
    train(again, material, places, fresh=False, track=False)
    assert again.began_at == 2
    losses = [figures["train_loss"] for figures in kept(places).facts.epochs]
    assert losses == [1, 1 / 2, 1 / 3]


@pytest.mark.parametrize(
    ("family", "fresh"), [(Coin(), True), (Coin(rate=0.2), False)], ids=["fresh", "other settings"]
)
def test_a_training_begins_again(
    family: Coin, fresh: bool, material: Material, places: Places
) -> None:
    interrupt(Coin(fails_after=2), material, places)
    train(family, material, places, fresh=fresh, track=False)
    assert family.began_at == 0


def test_a_finished_training_leaves_no_checkpoints(material: Material, places: Places) -> None:
    train(Coin(), material, places, fresh=False, track=False)
    assert list((places.store / "checkpoints").iterdir()) == []


def test_epochs_are_told_as_they_end_and_told_again_after_an_interruption(tmp_path: Path) -> None:
    told: list[tuple[int, float]] = []

    def tell(epoch: int, figures: Mapping[str, float]) -> None:
        told.append((epoch, figures["train_loss"]))

    Logbook(tmp_path, tell).workspace.on_epoch(1, {"train_loss": 0.5})
    assert told == [(1, 0.5)]
    after = Logbook(tmp_path, tell)
    after.replay()
    after.workspace.on_epoch(2, {"train_loss": 0.25})
    assert told == [(1, 0.5), (1, 0.5), (2, 0.25)]
    assert after.epochs == ({"train_loss": 0.5}, {"train_loss": 0.25})


def test_seconds_before_an_interruption_count(tmp_path: Path) -> None:
    first = Logbook(tmp_path, NOWHERE.on_epoch)
    first.workspace.on_epoch(1, {})
    spent = first.seconds
    assert 0 < spent <= Logbook(tmp_path, NOWHERE.on_epoch).seconds + spent
