"""Quality on negative, neutral and positive tweets, labelled by people."""

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import balanced_accuracy_score, recall_score, roc_auc_score

from airparadis.ml.calibration import N_CLASSES, NEGATIVE, NEUTRAL, POSITIVE
from training.evaluation.bootstrap import CONFIDENCE, RESAMPLES, SEED, Interval
from training.evaluation.figures import expected_calibration_error

BINS = 15


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


def macro_recall(truth: NDArray[np.int_], predicted: NDArray[np.int_]) -> Interval:
    """Return the mean of the classes' recalls, with its bootstrap interval.

    Both arrays have shape (n,) and hold classes 0, 1 and 2. A resample of rows is a draw from the
    multinomial distribution over the cells of the confusion matrix.
    """
    cells = np.bincount(truth * N_CLASSES + predicted, minlength=N_CLASSES**2)
    drawn = np.random.default_rng(SEED).multinomial(len(truth), cells / len(truth), RESAMPLES)
    tail = (1 - CONFIDENCE) / 2
    low, high = np.nanquantile(_macro_recall(drawn), [tail, 1 - tail])
    return Interval(float(_macro_recall(cells[np.newaxis])[0]), float(low), float(high))


def _macro_recall(cells: NDArray[np.int_]) -> NDArray[np.float64]:
    """Return the mean recall of the classes that occur, of cells of shape (n, 9)."""
    matrices = cells.reshape(-1, N_CLASSES, N_CLASSES)
    rows = matrices.sum(axis=2)
    hits = np.diagonal(matrices, axis1=1, axis2=2)
    with np.errstate(invalid="ignore"):
        means: NDArray[np.float64] = np.nanmean(hits / rows, axis=1)
    return means
