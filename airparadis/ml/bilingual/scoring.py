"""The bilingual model's predictions: every tweet is scored by the part for its language."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.artifact import Manifest
from airparadis.ml.bilingual.english import EnglishScorer
from airparadis.ml.bilingual.french import french_scorer
from airparadis.ml.bilingual.model import FRENCH, BilingualModel, read_model
from airparadis.ml.calibration import N_CLASSES, class_probabilities, leaning_probabilities
from airparadis.ml.contract import Explanation
from airparadis.text.language import Language, detect_language


class BilingualScorer:
    """A scorer of raw English and French tweets; thread-safe.

    A tweet in another language is read as English, unless the caller turns it away.
    """

    def __init__(self, model: BilingualModel) -> None:
        self.english = EnglishScorer(model.network, model.graph, model.calibrations, model.domain)
        self._french = french_scorer(model.french, model.calibrations[FRENCH])

    def predict_classes(
        self, texts: Sequence[str], languages: Sequence[Language | None] | None = None
    ) -> NDArray[np.float64]:
        """Return probabilities of raw tweets, shape (n, 3): negative, neutral, positive."""
        probabilities = np.empty((len(texts), N_CLASSES))
        french, english = _by_language(texts, languages)
        if english:
            log_odds = self.english.log_odds([texts[position] for position in english])
            probabilities[english] = class_probabilities(*log_odds)
        if french:
            probabilities[french] = self._french.predict_classes(
                [texts[position] for position in french]
            )
        return probabilities

    def predict_proba(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return probabilities of raw tweets, shape (n, 2): negative, positive."""
        probabilities = np.empty((len(texts), 2))
        french, english = _by_language(texts, None)
        if english:
            leaning, _ = self.english.log_odds([texts[position] for position in english])
            probabilities[english] = leaning_probabilities(leaning)
        if french:
            probabilities[french] = self._french.predict_proba(
                [texts[position] for position in french]
            )
        return probabilities

    def explain(self, text: str) -> Explanation:
        """Distribute the log-odds of positive among the tweet's words; the bias is the rest."""
        if detect_language(text) is Language.FRENCH:
            return self._french.explain(text)
        return self.english.explain(text)

    def count_unknown(self, text: str) -> tuple[int, int]:
        """Count the unknown words of a raw tweet and all of its words; French is read by pieces."""
        if detect_language(text) is Language.FRENCH:
            return 0, len(text.split())
        return self.english.count_unknown(text)


class BilingualClassifier(BilingualScorer):
    """A bilingual model with its manifest, as the application serves it."""

    def __init__(self, manifest: Manifest, model: BilingualModel) -> None:
        super().__init__(model)
        self.manifest = manifest

    @classmethod
    def load(cls, directory: Path, manifest: Manifest) -> "BilingualClassifier":
        """Load a directory already verified against `manifest`."""
        return cls(manifest, read_model(directory))


def _by_language(
    texts: Sequence[str], languages: Sequence[Language | None] | None
) -> tuple[list[int], list[int]]:
    """Return the positions of French tweets and of all others."""
    if languages is None:
        languages = [detect_language(text) for text in texts]
    french = [row for row, language in enumerate(languages) if language is Language.FRENCH]
    english = [row for row, language in enumerate(languages) if language is not Language.FRENCH]
    return french, english
