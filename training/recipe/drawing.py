"""The sampling, batching and learning rate of a teacher's training rows."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

WINDOW = 50
"""A batch is sized by the length of the tweet so many places further on."""


def draw_rows(
    shares: NDArray[np.float64], total: int, rng: np.random.Generator
) -> NDArray[np.intp]:
    """`total` rows: epochs one after the other, in each of which a row comes `shares` times.

    A share of 1.4 is once, and with probability .4 once more.
    """
    drawn: list[NDArray[np.intp]] = []
    n_drawn = 0
    while n_drawn < total:
        times = np.floor(shares + rng.random(len(shares))).astype(int)
        epoch = rng.permutation(np.repeat(np.arange(len(shares)), times))
        drawn.append(epoch)
        n_drawn += len(epoch)
    return np.concatenate(drawn)[:total]


def batches_by_length(
    lengths: Sequence[int], pieces_a_batch: int, rng: np.random.Generator
) -> list[NDArray[np.intp]]:
    """Batches of tweets of like length, of about `pieces_a_batch` pieces each, in any order."""
    jittered = np.array(lengths) + rng.random(len(lengths)) * 2
    order = np.argsort(jittered, kind="stable")
    batches = list(_cut(order, lengths, pieces_a_batch))
    return [batches[place] for place in rng.permutation(len(batches))]


def _cut(
    order: NDArray[np.intp], lengths: Sequence[int], pieces_a_batch: int
) -> Iterator[NDArray[np.intp]]:
    start = 0
    while start < len(order):
        ahead = order[min(start + WINDOW, len(order) - 1)]
        size = int(np.clip(pieces_a_batch // max(6, lengths[ahead]), 8, 96))
        yield order[start : start + size]
        start += size


def warm_up_then_decay(progress: float, warm_up: float) -> float:
    """The learning rate's factor at `progress` of a training, 0 to 1: a ramp, then a line to 0."""
    return min(1.0, progress / warm_up + 0.02) * (1 - progress)
