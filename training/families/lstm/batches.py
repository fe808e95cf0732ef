"""Batches of tweets of one length: nothing to pad, so nothing to mask in either direction."""

import numpy as np
from numpy.typing import NDArray


def batches_by_length(
    lengths: NDArray[np.int64], batch_size: int, shuffle: np.random.Generator | None = None
) -> list[NDArray[np.intp]]:
    """Rows in batches of one length and at most `batch_size`, every row in one.

    With `shuffle`, rows meet in new batches and the batches come in any order; their number does
    not change.
    """
    order = np.arange(len(lengths)) if shuffle is None else shuffle.permutation(len(lengths))
    order = order[np.argsort(lengths[order], kind="stable")]
    ends = np.flatnonzero(np.diff(lengths[order])) + 1
    batches = [
        rows[start : start + batch_size]
        for rows in np.split(order, ends)
        for start in range(0, len(rows), batch_size)
    ]
    if shuffle is not None:
        shuffle.shuffle(batches)
    return batches
