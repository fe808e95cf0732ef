"""A trained artifact as a function that scores."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.artifact import read_verified
from airparadis.ml.families import load_classifier
from training.families import FAMILIES, load_family

Score = Callable[[Sequence[str]], NDArray[np.float64]]
"""Map n raw tweets to probabilities of shape (n, 2): negative, positive."""


def load_scorer(directory: Path) -> Score:
    """Verify the artifact and load it as the application does, or else as training does.

    Raises `ArtifactError` when the directory is not what its manifest says.
    """
    manifest = read_verified(directory)
    entry = FAMILIES.get(manifest.family)
    if entry is not None and entry.served:
        return load_classifier(directory).predict_proba
    return load_family(manifest.family, directory).predict_proba
