"""Voters and reviewers who know the hand labels, and are wrong now and then."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from airparadis.domain.predictions.label import Label
from training.data.airline import AirlineTweets, read_airline_tweets
from training.data.split import Part

__all__ = ["Labelled", "labelled", "read_airline_tweets", "with_errors"]


@dataclass(frozen=True)
class Labelled:
    """Tweets with labels 0 or 1, shape (n,)."""

    texts: Sequence[str]
    y: NDArray[np.int8]

    def take(self, rows: Sequence[int]) -> "Labelled":
        """Some of them, in this order."""
        return Labelled([self.texts[row] for row in rows], self.y[list(rows)])

    @property
    def flipped(self) -> "Labelled":
        """The same with every label wrong."""
        return Labelled(self.texts, (1 - self.y).astype(np.int8))

    @property
    def labels(self) -> list[Label]:
        """The labels by name."""
        return [Label.POSITIVE if value else Label.NEGATIVE for value in self.y.tolist()]


def labelled(airline: AirlineTweets, part: Part) -> Labelled:
    """The polar tweets of a part, each text once, in an order of chance."""
    texts, y = airline.polar(part)
    first = dict(zip(texts, y.tolist(), strict=True))
    order = sorted(first)
    random.Random(42).shuffle(order)  # noqa: S311 - no secret
    return Labelled(order, np.array([first[text] for text in order], np.int8))


def with_errors(tweets: Labelled, share: float, seed: int = 42) -> Labelled:
    """The same tweets with a share of the labels wrong."""
    wrong = np.random.default_rng(seed).random(len(tweets.y)) < share
    return Labelled(tweets.texts, np.where(wrong, 1 - tweets.y, tweets.y).astype(np.int8))
