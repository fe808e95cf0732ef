"""A trained artifact as a model that scores, found by its directory or its short name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.artifact import Manifest, read_verified
from airparadis.ml.bundled import BUNDLED_MODELS, BundledModel
from airparadis.ml.contract import Explanation, KnowsNeutral
from airparadis.ml.families import SERVED_FAMILIES, load_classifier
from training.families import load_family

Score = Callable[[Sequence[str]], NDArray[np.float64]]
"""Map n raw tweets to probabilities of shape (n, 2): negative, positive."""

BUNDLED = {"bundled": BundledModel.LIGHT, "precise": BundledModel.PRECISE}
"""Short names of the models that come with the package."""


@dataclass(frozen=True)
class Scorer:
    """A verified artifact, loaded as the application does, or else as training does."""

    manifest: Manifest
    predict_proba: Score
    classes: Score | None = None
    explain: Callable[[str], Explanation] | None = None
    """Explains a score by its words; None in a family that the application does not serve."""

    def predict_classes(self, texts: Sequence[str]) -> NDArray[np.float64] | None:
        """Return P(negative), P(neutral), P(positive), shape (n, 3); None without neutral."""
        return None if self.classes is None else self.classes(texts)


def load_model(directory: Path) -> Scorer:
    """Verify an artifact and load it.

    Raises:
        ArtifactError: the directory is not what its manifest says.
        TrainingError: a library that it needs is missing.
    """
    manifest = read_verified(directory)
    if manifest.family not in SERVED_FAMILIES:
        return Scorer(manifest, load_family(manifest.family, directory).predict_proba)
    model = load_classifier(directory)
    classes = model.predict_classes if isinstance(model, KnowsNeutral) else None
    return Scorer(manifest, model.predict_proba, classes, model.explain)


def load_scorer(directory: Path) -> Score:
    """Load an artifact as a function that scores; errors as `load_model`."""
    return load_model(directory).predict_proba


def find_model(name: str, store: Path) -> Path:
    """Return the directory of a model: one of `BUNDLED`, a directory, or a name in `store`."""
    if name in BUNDLED:
        return BUNDLED_MODELS[BUNDLED[name]]
    return Path(name) if Path(name).is_dir() or not (store / name).is_dir() else store / name
