"""`tfidf`: the published baseline, TF-IDF (1,2) of 50,000 features and logistic regression, C=1."""

import argparse
from collections.abc import Sequence
from pathlib import Path

import joblib
import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from airparadis.ml.tfidf import LIBRARIES, PIPELINE_NAME
from airparadis.text.cleaning import Level, has_min_words
from training.data.cleaning import clean_all
from training.families import NOWHERE, Workspace
from training.linear import word_pairs

WORD_OF_CLEANED_TEXT = r"\S+"
"""Cleaning has tokenised already: "don't", ":)" and "😭" are words of it."""


class Tfidf:
    """The published baseline: a scikit-learn vectoriser and regression."""

    name = "tfidf"
    libraries = LIBRARIES
    level = Level.SIMPLE

    def __init__(self) -> None:
        self.vectoriser = TfidfVectorizer(
            ngram_range=(1, 2),
            max_features=50_000,
            lowercase=False,
            token_pattern=WORD_OF_CLEANED_TEXT,
        )
        self.regression = LogisticRegression(C=1.0, max_iter=1000)

    @property
    def parameters(self) -> dict[str, bool | int | float | str]:
        """Settings of the fit."""
        return {"level": self.level, "ngram_max": 2, "max_features": 50_000, "C": 1.0}

    def fit(
        self,
        X: Sequence[str],
        y: NDArray[np.int8],
        X_validation: Sequence[str],  # noqa: ARG002 - the contract's; nothing is tuned here
        y_validation: NDArray[np.int8],  # noqa: ARG002
        workspace: Workspace = NOWHERE,  # noqa: ARG002
    ) -> None:
        """Fit on raw tweets and labels (0 or 1) whose cleaned text is long enough."""
        cleaned = clean_all(X, self.level)
        rows = [row for row, text in enumerate(cleaned) if has_min_words(text, self.level)]
        features = word_pairs.fit_transform(self.vectoriser, [cleaned[row] for row in rows])
        self.regression.fit(features, y[rows])

    def predict_proba(self, X: Sequence[str]) -> NDArray[np.float64]:
        """Return probabilities of raw tweets, shape (n, 2)."""
        features = word_pairs.transform(self.vectoriser, clean_all(X, self.level, "score"))
        probabilities: NDArray[np.float64] = self.regression.predict_proba(features)
        return probabilities

    def save(self, directory: Path) -> None:
        """Write the fitted pair into an existing directory."""
        joblib.dump((self.vectoriser, self.regression), directory / PIPELINE_NAME, compress=3)

    @classmethod
    def load(cls, directory: Path) -> "Tfidf":
        """Read what `save` wrote."""
        family = cls()
        family.vectoriser, family.regression = joblib.load(directory / PIPELINE_NAME)
        return family


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add no option: the baseline is exactly the published one."""


def from_options(options: argparse.Namespace) -> Tfidf:  # noqa: ARG001 - it has none
    """Make the family, not fitted yet."""
    return Tfidf()
