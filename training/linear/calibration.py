"""Platt scaling: log-odds of models made into probabilities."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit


def fit_platt(scores: NDArray[np.float64], y: NDArray[np.int8]) -> tuple[float, float]:
    """Fit slope and offset of the probability `expit(slope * score + offset)` (Platt, 1999)."""
    (slope,), offset = fit_blend(scores[:, None], y)
    return slope, offset


def fit_blend(scores: NDArray[np.float64], y: NDArray[np.int8]) -> tuple[list[float], float]:
    """Fit Platt scaling of several models at once: a slope for each, and one offset.

    `scores` are log-odds of shape (n, models); `expit(scores @ slopes + offset)` is the
    probability of label 1.
    """
    sign = 2.0 * y - 1
    columns = np.column_stack([scores, np.ones(len(y))])

    def loss(theta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = sign * (columns @ theta)
        gradient = -(columns * (sign * expit(-margins))[:, None]).mean(axis=0)
        return float(np.logaddexp(0, -margins).mean()), gradient

    start = np.append(np.full(scores.shape[1], 1 / scores.shape[1]), 0.0)
    *slopes, offset = minimize(loss, start, jac=True, method="L-BFGS-B").x.tolist()
    return slopes, offset
