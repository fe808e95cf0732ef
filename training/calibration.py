"""Probabilities that mean what they say."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize


def fit_platt(scores: NDArray[np.float64], y: NDArray[np.int8]) -> tuple[float, float]:
    """Slope and offset that make `expit(slope * score + offset)` a probability (Platt, 1999)."""
    sign = 2.0 * y - 1

    def loss(theta: NDArray[np.float64]) -> float:
        return float(np.logaddexp(0, -sign * (theta[0] * scores + theta[1])).mean())

    slope, offset = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return float(slope), float(offset)


def expected_calibration_error(
    probabilities: NDArray[np.float64], y: NDArray[np.int8], n_bins: int = 15
) -> float:
    """Mean gap between confidence and accuracy over equal-width bins of confidence.

    `probabilities` are of positive, shape (n,). Guo et al., "On Calibration of Modern Neural
    Networks", ICML 2017.
    """
    confidence = np.maximum(probabilities, 1 - probabilities)
    correct = (probabilities >= 0.5) == (y == 1)
    bins = np.minimum(((confidence - 0.5) * 2 * n_bins).astype(int), n_bins - 1)
    gaps = np.bincount(bins, weights=correct - confidence, minlength=n_bins)
    return float(np.abs(gaps).sum() / len(y))
