"""Counts by bin, from which shares, quantiles and charts are read without looking at each row."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from enum import StrEnum


class Measure(StrEnum):
    """What is counted by bin."""

    PROBABILITY = "probability"
    UNSCORED = "unscored"
    LATENCY = "latency"


PROBABILITY_EDGES = tuple(place / 20 for place in range(1, 20))
"""Of P(positive): twenty bins, ten for each label."""

CONFIDENCE_EDGES = tuple(place / 20 for place in range(11, 20))
"""Of the confidence in the label: ten bins from .5 to 1."""

LATENCY_EDGES = tuple(round(0.05 * 1.25**step, 4) for step in range(64))
"""Milliseconds, each a quarter more than the one before: .05 ms to about a minute."""


def bin_of(value: float, edges: Sequence[float]) -> int:
    """The bin of a value: bin n lies from edge n - 1 up to, not including, edge n."""
    return bisect_right(edges, value)


def quantile(counts: Mapping[int, int], share: float, edges: Sequence[float]) -> float | None:
    """The value below which `share` of the counted lies; None when nothing was counted.

    Linear within its bin, as Prometheus reads its histograms (`histogram_quantile`), hence right
    to within the bin's width. What lies beyond the last edge is said to be at it.
    """
    total = sum(counts.values())
    if total == 0:
        return None
    rank, below = share * total, 0
    for place in sorted(counts):
        if counts[place] and below + counts[place] >= rank:
            low = edges[place - 1] if place else 0.0
            high = edges[min(place, len(edges) - 1)]
            return low + (high - low) * (rank - below) / counts[place]
        below += counts[place]
    return edges[-1]
