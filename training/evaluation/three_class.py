"""Figures of models that know neutral, on tweets labelled by people."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import balanced_accuracy_score, recall_score, roc_auc_score

from airparadis.ml.calibration import N_CLASSES, NEGATIVE, NEUTRAL, POSITIVE
from training.evaluation.figures import expected_calibration_error

BINS = 15
RESAMPLES = 400
TAILS = (0.025, 0.975)


def three_class_figures(
    probabilities: NDArray[np.float64], labels: NDArray[np.int8]
) -> dict[str, float]:
    """Judge probabilities (n, 3) against labels 0 to 2, shape (n,).

    Balanced accuracy, AUC and calibration error are of the leaning, on tweets that have one. The
    rest is of all three labels, where all three occur.
    """
    is_polar = labels != NEUTRAL
    leaning = leaning_of(probabilities[is_polar])
    is_positive = labels[is_polar] == POSITIVE
    figures = {
        "rows": float(len(labels)),
        "balanced_accuracy": balanced_accuracy_score(is_positive, leaning >= 0.5),
        "roc_auc": roc_auc_score(is_positive, leaning),
        "expected_calibration_error": expected_calibration_error(
            leaning, is_positive.astype(np.int8)
        ),
    }
    if len(np.unique(labels)) == N_CLASSES:
        figures |= _three_way(probabilities, labels)
    return figures


def leaning_of(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probability of positive given an opinion, shape (n,)."""
    positive, negative = probabilities[:, POSITIVE], probabilities[:, NEGATIVE]
    leaning: NDArray[np.float64] = positive / np.maximum(positive + negative, 1e-300)
    return leaning


def intervals(
    probabilities: NDArray[np.float64], labels: NDArray[np.int8], seed: int = 0
) -> Mapping[str, tuple[float, float]]:
    """Return 95 % intervals of the same figures, by resampling rows."""
    rng = np.random.default_rng(seed)
    n_labels = len(np.unique(labels))
    resampled: list[dict[str, float]] = []
    while len(resampled) < RESAMPLES:
        rows = rng.integers(0, len(labels), len(labels))
        if len(np.unique(labels[rows])) == n_labels:
            resampled.append(three_class_figures(probabilities[rows], labels[rows]))
    return {
        name: (float(low), float(high))
        for name in resampled[0]
        for low, high in [np.quantile([figures[name] for figures in resampled], TAILS)]
    }


def _three_way(probabilities: NDArray[np.float64], labels: NDArray[np.int8]) -> dict[str, float]:
    predicted = probabilities.argmax(axis=1)
    return {
        "macro_recall": recall_score(labels, predicted, average="macro"),
        "negative_roc_auc": roc_auc_score(labels == NEGATIVE, probabilities[:, NEGATIVE]),
        "neutral_calibration_error": _reliability_gap(probabilities[:, NEUTRAL], labels == NEUTRAL),
    }


def _reliability_gap(probability: NDArray[np.float64], happened: NDArray[np.bool_]) -> float:
    """Return the mean gap between a probability and its frequency over bins of equal width."""
    bins = np.minimum((probability * BINS).astype(int), BINS - 1)
    gaps = np.bincount(bins, weights=happened - probability, minlength=BINS)
    return float(np.abs(gaps).sum() / len(probability))
