"""Every tweet is scored by the part for its language."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.calibration import N_CLASSES, class_probabilities, leaning_probabilities
from airparadis.ml.contract import Explanation
from airparadis.text.language import Language, detect_language


class LanguagePart(Protocol):
    """A scorer of raw tweets of one language; thread-safe."""

    def log_odds(self, texts: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the log-odds of positive over negative, and of neutral over either, both (n,)."""
        ...

    def explain(self, text: str) -> Explanation:
        """Distribute the log-odds of positive among the tweet's words; the bias is the rest."""
        ...


class LanguageRouter:
    """A scorer of raw English and French tweets; thread-safe.

    A tweet in another language is read as English, unless the caller turns it away.
    """

    def __init__(self, english: LanguagePart, french: LanguagePart) -> None:
        self._english, self._french = english, french

    def predict_classes(
        self, texts: Sequence[str], languages: Sequence[Language | None] | None = None
    ) -> NDArray[np.float64]:
        """Return probabilities of raw tweets, shape (n, 3): negative, neutral, positive."""
        probabilities = np.empty((len(texts), N_CLASSES))
        for part, rows in self._parts(texts, languages):
            log_odds = part.log_odds([texts[row] for row in rows])
            probabilities[rows] = class_probabilities(*log_odds)
        return probabilities

    def predict_proba(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return probabilities of raw tweets, shape (n, 2): negative, positive."""
        probabilities = np.empty((len(texts), 2))
        for part, rows in self._parts(texts, None):
            leaning, _ = part.log_odds([texts[row] for row in rows])
            probabilities[rows] = leaning_probabilities(leaning)
        return probabilities

    def explain(self, text: str) -> Explanation:
        """Distribute the log-odds of positive among the tweet's words; the bias is the rest."""
        is_french = detect_language(text) is Language.FRENCH
        return (self._french if is_french else self._english).explain(text)

    def _parts(
        self, texts: Sequence[str], languages: Sequence[Language | None] | None
    ) -> list[tuple[LanguagePart, list[int]]]:
        """Return the parts that have tweets to score, with the positions of these."""
        if languages is None:
            languages = [detect_language(text) for text in texts]
        french = [row for row, language in enumerate(languages) if language is Language.FRENCH]
        others = [row for row, language in enumerate(languages) if language is not Language.FRENCH]
        return [
            (part, rows) for part, rows in ((self._english, others), (self._french, french)) if rows
        ]
