"""Hand-written twins of what tests would rather not load."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.artifact import FORMAT_VERSION, Manifest
from airparadis.ml.contract import Contribution, Explanation
from airparadis.text.cleaning import TEXT_VERSION
from airparadis.text.language import Language

FAKE_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "love": 2.0,
        "great": 1.5,
        "thanks": 1.0,
        "good": 0.5,
        "bad": -0.5,
        "lost": -1.0,
        "delayed": -1.5,
        "hate": -2.0,
        "worst": -2.5,
    }
)
NEUTRAL_WORDS = re.compile(r"\b(?:boards|lands|schedule)\b")
_WORD = re.compile(r"\w+")


class FakeClassifier:
    """Adds up the weights of the words it knows: a linear model small enough to foretell.

    Without any of them a tweet is .5 positive, hence uncertain.
    """

    def __init__(self, version: str = "fake-2026.11.23-00c0ffee", bias: float = 0.0) -> None:
        self.manifest = fake_manifest(version)
        self.bias = bias

    def predict_proba(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Probabilities, shape (n, 2): negative, positive."""
        scores = [self._score(text) for text in texts]
        positive = 1 / (1 + np.exp(-np.array(scores, dtype=np.float64)))
        return np.column_stack([1 - positive, positive])

    def explain(self, text: str) -> Explanation:
        """The known words, where they stand in the text."""
        contributions = tuple(
            Contribution(match.start(), match.end(), FAKE_WEIGHTS[match[0].lower()])
            for match in _WORD.finditer(text)
            if match[0].lower() in FAKE_WEIGHTS
        )
        return Explanation(contributions, self.bias)

    def _score(self, text: str) -> float:
        return self.bias + sum(part.weight for part in self.explain(text).contributions)


class ThreeClassFake(FakeClassifier):
    """The same of English and French, and knows what is neutral by words of the timetable."""

    def __init__(self, version: str = "fake-2026.12.01-00c0ffee", bias: float = 0.0) -> None:
        super().__init__(version, bias)
        self.manifest = self.manifest.model_copy(update={"language": "en+fr"})

    def predict_classes(
        self, texts: Sequence[str], languages: Sequence[Language | None] | None = None
    ) -> NDArray[np.float64]:
        """Probabilities, shape (n, 3): negative, neutral, positive."""
        neutral = np.array([0.8 if NEUTRAL_WORDS.search(text) else 0.1 for text in texts])
        negative, positive = self.predict_proba(texts).T * (1 - neutral)
        return np.column_stack([negative, neutral, positive])


def fake_manifest(version: str = "fake-2026.11.23-00c0ffee") -> Manifest:
    """A manifest of no files."""
    return Manifest(
        format_version=FORMAT_VERSION,
        version=version,
        family="fake",
        language="en",
        created_at=datetime(2026, 11, 23, 12, tzinfo=UTC),
        text_version=TEXT_VERSION,
        libraries={},
        files={},
        data_fingerprint="0" * 64,
        split_variant="fixture",
        split_fingerprint="0" * 64,
        uncertain_below=0.7,
        parameters={},
        metrics={"test": {"accuracy": 0.83, "roc_auc": 0.91}},
    )
