"""The `tfidf` family: the published baseline, a scikit-learn pipeline over `Level.SIMPLE` text.

Cleaning stays outside the pickle, so a renamed module never breaks a stored model.
"""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import joblib
import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from airparadis.ml.artifact import Manifest
from airparadis.ml.contract import Contribution, Explanation
from airparadis.text.cleaning import Level, clean, simple_spans

PIPELINE_NAME = "pipeline.joblib"
LIBRARIES = ("joblib", "scikit-learn")
"""Libraries that must have the same version as in training to read the pickle."""


class TfidfClassifier:
    """TF-IDF over lemmas and pairs of lemmas, with logistic regression."""

    def __init__(
        self, manifest: Manifest, vectoriser: TfidfVectorizer, regression: LogisticRegression
    ) -> None:
        self.manifest = manifest
        self._vectoriser = vectoriser
        self._regression = regression

    @classmethod
    def load(cls, directory: Path, manifest: Manifest) -> "TfidfClassifier":
        """Load a directory already verified against `manifest`."""
        vectoriser, regression = joblib.load(directory / PIPELINE_NAME)
        return cls(manifest, vectoriser, regression)

    def predict_proba(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return probabilities of raw tweets, shape (n, 2): negative, positive."""
        if not texts:
            return np.empty((0, 2))
        cleaned = [clean(text, Level.SIMPLE) for text in texts]
        probabilities: NDArray[np.float64] = self._regression.predict_proba(
            self._vectoriser.transform(cleaned)
        )
        return probabilities

    def explain(self, text: str) -> Explanation:
        """Explain a score by lemmas; the weight of a pair is divided equally between the two."""
        spans = simple_spans(text)
        lemmas = [lemma for lemma, _, _ in spans]
        weights = np.zeros(len(spans))
        for size in (1, 2):
            for start in range(len(spans) - size + 1):
                feature = " ".join(lemmas[start : start + size])
                weights[start : start + size] += self._weight(feature) / size
        contributions = (
            Contribution(start, end, share)
            for (_, start, end), share in zip(
                spans, (weights / self._norm(lemmas)).tolist(), strict=True
            )
        )
        return Explanation(tuple(contributions), float(self._regression.intercept_[0]))

    def _weight(self, feature: str) -> float:
        """Return what one occurrence adds, before the row is normalised."""
        column = self._vectoriser.vocabulary_.get(feature)
        if column is None:
            return 0.0
        return float(self._vectoriser.idf_[column] * self._regression.coef_[0, column])

    def _norm(self, lemmas: list[str]) -> float:
        """Return the length of the row of TF-IDF values, by which the vectoriser divides."""
        counts = Counter(lemmas) + Counter(f"{one} {two}" for one, two in pairwise(lemmas))
        columns = self._vectoriser.vocabulary_
        values = (n * self._vectoriser.idf_[columns[f]] for f, n in counts.items() if f in columns)
        return math.hypot(*values) or 1.0
