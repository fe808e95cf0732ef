"""Voters and reviewers who know the hand labels, and are wrong now and then."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from airparadis.domain.predictions.label import Label
from training.data.airline import AirlineTweets
from training.data.split import Part


@dataclass(frozen=True)
class Labelled:
    """Tweets with labels 0 or 1, shape (n,)."""

    texts: Sequence[str]
    y: NDArray[np.int8]

    def take(self, rows: Sequence[int]) -> "Labelled":
        """Return some of them, in this order."""
        return Labelled([self.texts[row] for row in rows], self.y[list(rows)])

    def with_errors(self, share: float, seed: int = 42) -> "Labelled":
        """Return the same tweets with a share of the labels wrong."""
        is_wrong = np.random.default_rng(seed).random(len(self.y)) < share
        return Labelled(self.texts, np.where(is_wrong, 1 - self.y, self.y).astype(np.int8))

    @property
    def labels(self) -> list[Label]:
        """The labels by name."""
        return [Label.POSITIVE if value else Label.NEGATIVE for value in self.y.tolist()]


def labelled(airline: AirlineTweets, part: Part) -> Labelled:
    """Return the polar tweets of a part, each text once, in random order."""
    texts, y = airline.polar(part)
    first = dict(zip(texts, y.tolist(), strict=True))
    order = sorted(first)
    random.Random(42).shuffle(order)  # noqa: S311 - no secret
    return Labelled(order, np.array([first[text] for text in order], np.int8))
