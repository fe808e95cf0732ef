"""Points of the curves the report draws, from probabilities and labels."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_curve

ROC_POINTS = 201
BINS = 10


@dataclass(frozen=True)
class Bin:
    """Rows with a probability of positive from `place` / `BINS` up, and what share is positive."""

    place: int
    rows: int
    mean_probability: float
    share_positive: float


def roc_points(y: NDArray[np.int8], probabilities: NDArray[np.float64]) -> list[float]:
    """True positive rate at `ROC_POINTS` false positive rates, evenly spaced from 0 to 1."""
    fpr, tpr, _ = roc_curve(y, probabilities)
    at = np.interp(np.linspace(0, 1, ROC_POINTS), fpr, tpr)
    return [round(float(rate), 4) for rate in at]


def reliability(y: NDArray[np.int8], probabilities: NDArray[np.float64]) -> list[Bin]:
    """The bins of a reliability diagram, `BINS` of equal width, empty ones left out.

    Niculescu-Mizil and Caruana, "Predicting good probabilities with supervised learning", ICML
    2005.
    """
    number = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    rows = np.bincount(number, minlength=BINS)
    sums = np.bincount(number, weights=probabilities, minlength=BINS)
    positives = np.bincount(number, weights=y, minlength=BINS)
    return [
        Bin(place, int(n), float(total / n), float(positive / n))
        for place, (n, total, positive) in enumerate(zip(rows, sums, positives, strict=True))
        if n
    ]
