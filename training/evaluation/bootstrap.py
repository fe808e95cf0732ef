"""Figures of models on the same rows, with intervals from one set of resamples for all of them.

The percentile bootstrap (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter
13). A resample draws the same rows for every model, so that differences between models are paired.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

FIGURES = (
    *("accuracy", "balanced_accuracy", "precision", "recall", "f1", "roc_auc"),
    "f1_negative",
)
"""Precision, recall and F1 are of positive where the name does not say otherwise."""

RESAMPLES = 1000
SEED = 42
CONFIDENCE = 0.95
MAX_POOLS = 1 << 13


@dataclass(frozen=True)
class Interval:
    """A figure on all rows, and the interval of its resamples."""

    value: float
    low: float
    high: float


class ScoredRows:
    """Rows counted by label and probability, on which all figures of a model depend.

    Counting the rows of a resample by these cells gives every figure, ROC AUC included, without
    sorting again. More than `MAX_POOLS` distinct probabilities are pooled with their neighbours,
    which moves ROC AUC by less than 1e-6 and keeps a resample in the processor's cache; no pool
    spans one half.
    """

    def __init__(self, y: NDArray[np.int8], probabilities: NDArray[np.float64]) -> None:
        """Take labels 0 and 1 and probabilities of positive, both of shape (n,)."""
        distinct, rank, rows = np.unique(probabilities, return_inverse=True, return_counts=True)
        pool = np.arange(len(distinct))
        if len(distinct) > MAX_POOLS:
            below = np.cumsum(rows) - rows
            pool = below * MAX_POOLS // len(y) + (distinct >= 0.5)
        self._cells = (2 * pool[rank] + y).astype(np.int64)  # bincount copies anything narrower
        self._n_cells = 2 * (int(pool[-1]) + 1)
        self._first_positive = int(pool[distinct < 0.5].max(initial=-1)) + 1

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._cells)

    def figures(self, rows: NDArray[np.intp] | None = None) -> NDArray[np.float64]:
        """Compute `FIGURES`, in order, of these rows (repeats count) or all; nan: undefined."""
        cells = self._cells if rows is None else self._cells[rows]
        counts = np.bincount(cells, minlength=self._n_cells).reshape(-1, 2)
        negatives, positives = counts[:, 0], counts[:, 1]
        n_negatives, n_positives = int(negatives.sum()), int(positives.sum())
        fp = int(negatives[self._first_positive :].sum())
        tp = int(positives[self._first_positive :].sum())
        tn = n_negatives - fp
        recall, specificity = _ratio(tp, n_positives), _ratio(tn, n_negatives)
        lower = np.cumsum(negatives) - negatives / 2  # a tie is half a win
        return np.array(
            [
                _ratio(tp + tn, len(cells)),
                (recall + specificity) / 2,
                _ratio(tp, tp + fp),
                recall,
                _ratio(2 * tp, tp + fp + n_positives),
                _ratio(float(positives @ lower), n_negatives * n_positives),
                _ratio(2 * tn, tn + (n_positives - tp) + n_negatives),
            ]
        )


def resampled_figures(
    models: Sequence[ScoredRows], resamples: int = RESAMPLES, seed: int = SEED
) -> NDArray[np.float64]:
    """Compute the figures on resamples of the rows, shape (resamples, models, figures)."""
    rng = np.random.default_rng(seed)
    n_rows = len(models[0])
    figures = np.empty((resamples, len(models), len(FIGURES)))
    for resample in tqdm(range(resamples), desc="bootstrap", unit=" resamples", mininterval=1):
        rows = rng.integers(n_rows, size=n_rows)
        for place, model in enumerate(models):
            figures[resample, place] = model.figures(rows)
    return figures


def intervals(point: NDArray[np.float64], resampled: NDArray[np.float64]) -> Mapping[str, Interval]:
    """Return percentile intervals: `point` has shape (figures,), `resampled` (n, figures).

    A resample on which a figure is undefined, having rows of one label only, is left out.
    """
    tail = (1 - CONFIDENCE) / 2
    low, high = np.nanquantile(resampled, [tail, 1 - tail], axis=0)
    return {
        name: Interval(*map(float, figure))
        for name, *figure in zip(FIGURES, point, low, high, strict=True)
    }


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")
