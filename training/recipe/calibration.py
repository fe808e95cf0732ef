"""Fit of `airparadis.ml.calibration.Calibration` on validation rows."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from airparadis.ml.calibration import NEUTRAL, POSITIVE, Calibration

UNCALIBRATED = Calibration(slope=1.0, bias=0.0, neutral_slope=1.0, neutral_bias=0.0)

EVENING = 0.5
"""Share of class balancing: 0 keeps the class frequencies, 1 weighs both opinions equally. Half-way
neither the probabilities nor the recall of either label suffers much."""


def fit_calibration(
    logits: NDArray[np.float64],
    labels: NDArray[np.int8],
    weights: NDArray[np.float64],
    emoticon: float = 0.0,
) -> Calibration:
    """Calibrate both questions on logits (n, 3 or 4), labels 0 to 2 and weights, both (n,).

    The leaning is fitted on the rows that have one, the neutral probability on all.
    """
    start = replace(UNCALIBRATED, emoticon=emoticon)
    is_polar = labels != NEUTRAL
    is_positive = labels[is_polar] == POSITIVE
    polar_weights = _evened(weights[is_polar], is_positive)
    slope, bias = _platt(start.leaning(logits[is_polar]), is_positive, polar_weights)
    neutral_slope, neutral_bias = _platt(start.neutrality(logits), labels == NEUTRAL, weights)
    return Calibration(slope, bias, neutral_slope, neutral_bias, emoticon)


def _evened(weights: NDArray[np.float64], label: NDArray[np.bool_]) -> NDArray[np.float64]:
    sums = np.array([weights[~label].sum(), weights[label].sum()])
    evened: NDArray[np.float64] = weights * sums[label.astype(int)] ** -EVENING
    return evened


def _platt(
    scores: NDArray[np.float64], label: NDArray[np.bool_], weights: NDArray[np.float64]
) -> tuple[float, float]:
    """Fit slope and offset of a weighted logistic regression of `label` on `scores`."""
    sign = 2.0 * label - 1

    def loss(theta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = sign * (theta[0] * scores + theta[1])
        pull = weights * sign * expit(-margins)
        gradient = -np.array([(pull * scores).sum(), pull.sum()])
        return float((weights * np.logaddexp(0, -margins)).sum()), gradient

    slope, offset = minimize(loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B").x.tolist()
    return slope, offset
