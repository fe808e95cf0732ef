"""The contract between the application and a model."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.artifact import Manifest
from airparadis.text.language import Language


@dataclass(frozen=True, slots=True)
class Contribution:
    """The contribution of the characters `[start, end)` of the raw text to the log-odds of
    positive."""

    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """A score in parts: the weights and the bias sum to logit P(positive), within 1e-6."""

    contributions: tuple[Contribution, ...]
    bias: float


class Classifier(Protocol):
    """A verified model.

    Scores of a batch equal those of single calls within 1e-6: matrices of other sizes are summed in
    another order.
    """

    manifest: Manifest

    def predict_proba(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return probabilities of raw tweets, shape (n, 2): negative, positive.

        They say which way a tweet leans, if it leans at all: see `KnowsNeutral`.
        """
        ...

    def explain(self, text: str) -> Explanation:
        """Explain the score of a raw tweet by its words."""
        ...


@runtime_checkable
class KnowsNeutral(Protocol):
    """A model that knows neutral tweets, which a two-class model does not."""

    def predict_classes(
        self, texts: Sequence[str], languages: Sequence[Language | None] | None = None
    ) -> NDArray[np.float64]:
        """Return probabilities of raw tweets, shape (n, 3): negative, neutral, positive.

        Without neutral, and scaled to sum to one, they are those of `predict_proba`. `languages`
        are those of the tweets, to be detected if None.
        """
        ...


@runtime_checkable
class KnowsWords(Protocol):
    """A model with a vocabulary of words, which not every family has."""

    def count_unknown(self, text: str) -> tuple[int, int]:
        """Count the words of a raw tweet that are unknown to training, and all of its words."""
        ...
