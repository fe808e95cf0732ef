"""The contract between the application and a model."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.artifact import Manifest


@dataclass(frozen=True, slots=True)
class Contribution:
    """What the characters `[start, end)` of the text as given add to the log-odds of positive."""

    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """A score taken apart: the weights and the bias sum to logit P(positive), to 1e-6."""

    contributions: tuple[Contribution, ...]
    bias: float


class Classifier(Protocol):
    """A verified model. A batch scores as its texts do one by one, to a millionth:
    matrices of other sizes are summed in another order."""

    manifest: Manifest

    def predict_proba(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Probabilities of raw tweets, shape (n, 2): negative, positive."""
        ...

    def explain(self, text: str) -> Explanation:
        """Take the score of one raw tweet apart by its words."""
        ...


@runtime_checkable
class KnowsWords(Protocol):
    """A model with a vocabulary of words, which not every family has."""

    def count_unknown(self, text: str) -> tuple[int, int]:
        """Words of a raw tweet that training never met, and all of its words."""
        ...
