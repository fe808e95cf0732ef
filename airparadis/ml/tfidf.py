"""The `tfidf` family: a scikit-learn pipeline over cleaned text, of the level the manifest names.

Its numbers are NumPy arrays and its features lines of text: nothing of it is code. A model of an
older application, a joblib file, is read only where a setting allows it.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
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
"""A pickle of an older application."""

WEIGHTS_NAME = "weights.npz"
FEATURES_NAME = "features.txt"
LIBRARIES = ("scikit-learn",)
"""Libraries that must have the same version as in training to score alike."""

WORD_OF_CLEANED_TEXT = r"\S+"
"""Cleaning has tokenised already: "don't", ":)" and "😭" are words of it."""


def make_vectoriser(
    ngram_max: int, max_features: int | None = None, vocabulary: Sequence[str] | None = None
) -> TfidfVectorizer:
    """Make the vectoriser of the family; with a vocabulary, its columns are given."""
    return TfidfVectorizer(
        ngram_range=(1, ngram_max),
        max_features=max_features,
        lowercase=False,
        token_pattern=WORD_OF_CLEANED_TEXT,
        vocabulary=vocabulary,
    )


def write_pipeline(
    directory: Path, vectoriser: TfidfVectorizer, regression: LogisticRegression
) -> None:
    """Write a fitted pair as arrays and lines."""
    features = vectoriser.get_feature_names_out()
    (directory / FEATURES_NAME).write_text("\n".join(features), "utf-8")
    np.savez_compressed(
        directory / WEIGHTS_NAME,
        idf=vectoriser.idf_,
        coefficients=regression.coef_,
        intercept=regression.intercept_,
        ngram_max=vectoriser.ngram_range[1],
    )


def read_pipeline(directory: Path) -> tuple[TfidfVectorizer, LogisticRegression]:
    """Read what `write_pipeline` wrote; runs no code of the file."""
    features = (directory / FEATURES_NAME).read_text("utf-8").split("\n")
    regression = LogisticRegression(C=1.0, max_iter=1000)
    with np.load(directory / WEIGHTS_NAME, allow_pickle=False) as weights:
        vectoriser = make_vectoriser(int(weights["ngram_max"]), vocabulary=features)
        vectoriser.idf_ = weights["idf"]
        regression.coef_ = weights["coefficients"]
        regression.intercept_ = weights["intercept"]
    regression.classes_ = np.array([0, 1], np.int8)
    return vectoriser, regression


class TfidfClassifier:
    """TF-IDF over lemmas and pairs of lemmas, with logistic regression."""

    def __init__(
        self, manifest: Manifest, vectoriser: TfidfVectorizer, regression: LogisticRegression
    ) -> None:
        self.manifest = manifest
        self._level = Level(str(manifest.parameters.get("level", Level.SIMPLE)))
        self._vectoriser = vectoriser
        self._regression = regression

    @classmethod
    def load(cls, directory: Path, manifest: Manifest) -> "TfidfClassifier":
        """Load a directory already verified against `manifest`."""
        if PIPELINE_NAME in manifest.files:  # `check_formats` has let it pass
            return cls(manifest, *joblib.load(directory / PIPELINE_NAME))
        return cls(manifest, *read_pipeline(directory))

    def predict_proba(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return probabilities of raw tweets, shape (n, 2): negative, positive."""
        if not texts:
            return np.empty((0, 2))
        cleaned = [clean(text, self._level) for text in texts]
        probabilities: NDArray[np.float64] = self._regression.predict_proba(
            self._vectoriser.transform(cleaned)
        )
        return probabilities

    def explain(self, text: str) -> Explanation:
        """Explain a score by words; the weight of a pair is divided equally between the two."""
        spans = _spans(text, self._level)
        lemmas = [lemma for lemma, _, _ in spans]
        weights = np.zeros(len(spans))
        for size in self._sizes:
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

    @property
    def _sizes(self) -> range:
        """Lengths of the word n-grams."""
        shortest, longest = self._vectoriser.ngram_range
        return range(shortest, longest + 1)

    def _weight(self, feature: str) -> float:
        """Return what one occurrence adds, before the row is normalised."""
        column = self._vectoriser.vocabulary_.get(feature)
        if column is None:
            return 0.0
        return float(self._vectoriser.idf_[column] * self._regression.coef_[0, column])

    def _norm(self, lemmas: list[str]) -> float:
        """Return the length of the row of TF-IDF values, by which the vectoriser divides."""
        counts = Counter(
            " ".join(lemmas[start : start + size])
            for size in self._sizes
            for start in range(len(lemmas) - size + 1)
        )
        columns = self._vectoriser.vocabulary_
        values = (n * self._vectoriser.idf_[columns[f]] for f, n in counts.items() if f in columns)
        return math.hypot(*values) or 1.0


def _spans(text: str, level: Level) -> list[tuple[str, int, int]]:
    """Return the cleaned words of a raw text, with the characters each comes from."""
    if level is Level.SIMPLE:
        return simple_spans(text)
    return [
        (word, chunk.start(), chunk.end())
        for chunk in re.finditer(r"\S+", text)
        for word in clean(chunk[0], level).split()
    ]
