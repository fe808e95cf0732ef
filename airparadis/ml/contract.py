"""What the application asks of a model, and one lazy loader per model family."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from airparadis.lib.errors import ArtifactError
from airparadis.ml.artifact import Manifest, read_verified


class Label(StrEnum):
    """What a tweet is said to be."""

    NEGATIVE = "negative"
    POSITIVE = "positive"


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


def load_classifier(directory: Path) -> Classifier:
    """Verify `directory` and load the model in it; raises `ArtifactError` and never falls back."""
    manifest = read_verified(directory)
    try:
        loader = _LOADERS[manifest.family]
    except KeyError:
        raise ArtifactError(f"no loader for the model family {manifest.family!r}") from None
    return loader(directory, manifest)


def _load_light(directory: Path, manifest: Manifest) -> Classifier:
    from airparadis.ml.light.scoring import LightClassifier

    return LightClassifier.load(directory, manifest)


def _load_tfidf(directory: Path, manifest: Manifest) -> Classifier:
    from airparadis.ml.tfidf import TfidfClassifier  # scikit-learn takes a second and 190 MB

    return TfidfClassifier.load(directory, manifest)


_LOADERS: Mapping[str, Callable[[Path, Manifest], Classifier]] = {
    "light": _load_light,
    "tfidf": _load_tfidf,
}
