"""`tfidf`: TF-IDF of word n-grams and logistic regression; by default the published baseline."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from airparadis.ml.tfidf import LIBRARIES, make_vectoriser, read_pipeline, write_pipeline
from airparadis.text.cleaning import Level, has_min_words
from training.data.cleaning import clean_all
from training.errors import TrainingError
from training.families import NOWHERE, Workspace
from training.option_types import positive, positive_number

SEARCH: Mapping[str, Sequence[object]] = {
    "level": tuple(Level),
    "ngram_max": (1, 2, 3),
    "max_features": (10_000, 50_000, 200_000),
    "C": (0.1, 0.3, 1.0, 3.0, 10.0),
    "class_weight": ("none", "balanced"),
}
"""Values that `tune` draws from."""


@dataclass(frozen=True)
class TfidfSettings:
    """Options of the family; the defaults are the published baseline's."""

    level: Level = Level.SIMPLE
    ngram_max: int = 2
    max_features: int = 50_000
    C: float = 1.0
    class_weight: str = "none"


class Tfidf:
    """A scikit-learn vectoriser and regression."""

    name = "tfidf"
    libraries = LIBRARIES

    def __init__(self, settings: TfidfSettings | None = None) -> None:
        self._settings = settings = settings or TfidfSettings()
        self.vectoriser = make_vectoriser(settings.ngram_max, settings.max_features)
        weight = None if settings.class_weight == "none" else settings.class_weight
        self.regression = LogisticRegression(C=settings.C, max_iter=1000, class_weight=weight)

    @property
    def parameters(self) -> dict[str, bool | int | float | str]:
        """Settings of the fit."""
        return asdict(self._settings) | {"level": self._settings.level.value}

    def fit(
        self,
        X: Sequence[str],
        y: NDArray[np.int8],
        X_validation: Sequence[str],  # noqa: ARG002 - the contract's; nothing is tuned here
        y_validation: NDArray[np.int8],  # noqa: ARG002
        workspace: Workspace = NOWHERE,  # noqa: ARG002
    ) -> None:
        """Fit on raw tweets and labels (0 or 1) whose cleaned text is long enough.

        Raises:
            TrainingError: that leaves no tweet of one label.
        """
        level = self._settings.level
        cleaned = clean_all(X, level)
        rows = [row for row, text in enumerate(cleaned) if has_min_words(text, level)]
        if len(np.unique(y[rows])) < 2:
            raise TrainingError("too few tweets are left after cleaning: both labels are needed")
        features = self.vectoriser.fit_transform([cleaned[row] for row in rows])
        self.regression.fit(features, y[rows])

    def predict_proba(self, X: Sequence[str]) -> NDArray[np.float64]:
        """Return probabilities of raw tweets, shape (n, 2)."""
        features = self.vectoriser.transform(clean_all(X, self._settings.level, "score"))
        probabilities: NDArray[np.float64] = self.regression.predict_proba(features)
        return probabilities

    def save(self, directory: Path) -> None:
        """Write the fitted pair into an existing directory."""
        write_pipeline(directory, self.vectoriser, self.regression)

    @classmethod
    def load(cls, directory: Path) -> "Tfidf":
        """Read what `save` wrote, with the default level of cleaning."""
        family = cls()
        family.vectoriser, family.regression = read_pipeline(directory)
        return family


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add an option for every setting."""
    default, add = TfidfSettings(), parser.add_argument
    add(
        "--level",
        type=Level,
        choices=list(Level),
        default=default.level,
        help="cleaning: simple lemmatises and drops stop words, advanced keeps words and marks, "
        "transformer only drops links and handles (default: %(default)s)",
    )
    add(
        "--ngram-max",
        type=int,
        choices=(1, 2, 3),
        default=default.ngram_max,
        help="longest n-gram used as a feature (default: %(default)s)",
    )
    add(
        "--max-features",
        type=positive,
        default=default.max_features,
        help="maximum number of features, most frequent first (default: %(default)s)",
    )
    add(
        "--C",
        type=positive_number,
        default=default.C,
        help="inverse strength of the regularisation (default: %(default)s)",
    )
    add(
        "--class-weight",
        choices=("none", "balanced"),
        default=default.class_weight,
        help="balanced: rows of the rarer label weigh more (default: %(default)s)",
    )


def from_options(options: argparse.Namespace) -> Tfidf:
    """Make the family, not fitted yet."""
    given = vars(options)
    names = [field.name for field in fields(TfidfSettings) if field.name in given]
    return Tfidf(TfidfSettings(**{name: given[name] for name in names}))
