"""Figures of a model on a set of rows."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import (
    accuracy_score,
    balanced_accuracy_score,
    classification_report,
    confusion_matrix,
    f1_score,
    precision_recall_fscore_support,
    roc_auc_score,
)

from airparadis.domain.predictions.label import Label


@dataclass(frozen=True)
class Evaluation:
    """Figures of one model on one set of rows; precision, recall and F1 are of positive
    where the name does not say otherwise."""

    figures: Mapping[str, float]
    report: str
    confusion: NDArray[np.int64]


def evaluate(probabilities: NDArray[np.float64], y: NDArray[np.int8]) -> Evaluation:
    """Judge probabilities of positive, shape (n,), against labels 0 and 1, shape (n,)."""
    predicted = probabilities >= 0.5
    precision, recall, f1, _ = precision_recall_fscore_support(
        y, predicted, average="binary", zero_division=0
    )
    figures = {
        "rows": float(len(y)),
        "accuracy": accuracy_score(y, predicted),
        "balanced_accuracy": balanced_accuracy_score(y, predicted),
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "f1_negative": f1_score(y, predicted, pos_label=0, zero_division=0),
        "roc_auc": roc_auc_score(y, probabilities),
        "expected_calibration_error": expected_calibration_error(probabilities, y),
    }
    return Evaluation(
        {name: round(float(value), 4) for name, value in figures.items()},
        classification_report(y, predicted, target_names=list(Label), digits=4, zero_division=0),
        confusion_matrix(y, predicted),
    )


def expected_calibration_error(
    probabilities: NDArray[np.float64], y: NDArray[np.int8], n_bins: int = 15
) -> float:
    """Return the mean gap between confidence and accuracy over equal-width bins of confidence.

    `probabilities` are of positive, shape (n,). Guo et al., "On Calibration of Modern Neural
    Networks", ICML 2017.
    """
    confidence = np.maximum(probabilities, 1 - probabilities)
    correct = (probabilities >= 0.5) == (y == 1)
    bins = np.minimum(((confidence - 0.5) * 2 * n_bins).astype(int), n_bins - 1)
    gaps = np.bincount(bins, weights=correct - confidence, minlength=n_bins)
    return float(np.abs(gaps).sum() / len(y))


def uncertain_below(
    probabilities: NDArray[np.float64],
    y: NDArray[np.int8],
    accuracy: float = 2 / 3,
    width: float = 0.01,
) -> float:
    """Return the confidence under which a model is right less often than `accuracy`.

    Starting at .50, a step of .01 joins the uncertain band while the tweets of that confidence, and
    up to `width` above it, are classified right less often than that: few rows need a wide window.
    Chosen on validation rows.
    """
    confidence = np.maximum(probabilities, 1 - probabilities)
    correct = (probabilities >= 0.5) == (y == 1)
    for step in range(50, 100):
        inside = (confidence >= step / 100) & (confidence < step / 100 + width)
        if inside.any() and correct[inside].mean() >= accuracy:
            return step / 100
    return 1.0
