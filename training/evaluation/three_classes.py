"""Quality on negative, neutral and positive tweets."""

import numpy as np
from numpy.typing import NDArray

from training.evaluation.bootstrap import CONFIDENCE, RESAMPLES, SEED, Interval

N_CLASSES = 3


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
