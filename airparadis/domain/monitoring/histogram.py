"""Counts by bin, for shares, quantiles and charts without reading every row."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from enum import StrEnum


class Measure(StrEnum):
    """A quantity counted by bin."""

    PROBABILITY = "probability"
    UNSCORED = "unscored"
    LATENCY = "latency"
    NEUTRAL = "neutral"


PROBABILITY_EDGES = tuple(index / 20 for index in range(1, 20))
"""Bounds of P(positive): twenty bins, ten for each label."""

NEUTRAL_EDGES = (0.5,)
"""Bound of P(neutral) from which a tweet is neutral: bin 1."""

CONFIDENCE_EDGES = tuple(index / 20 for index in range(11, 20))
"""Bounds of the confidence in the label: ten bins from .5 to 1."""

LATENCY_EDGES = tuple(round(0.05 * 1.25**step, 4) for step in range(64))
"""Milliseconds, each a quarter more than the one before: .05 ms to about a minute."""


def bin_of(value: float, edges: Sequence[float]) -> int:
    """Return the bin of a value: bin n runs from edge n - 1 up to, not including, edge n."""
    return bisect_right(edges, value)


def quantile(counts: Mapping[int, int], share: float, edges: Sequence[float]) -> float | None:
    """Return the value below which `share` of the counts fall; None without counts.

    Linear within its bin, as Prometheus interpolates (`histogram_quantile`), so right to within the
    bin's width. Values beyond the last edge are reported as that edge.
    """
    total = sum(counts.values())
    if total == 0:
        return None
    rank, below = share * total, 0
    for index in sorted(counts):
        if counts[index] and below + counts[index] >= rank:
            low = edges[index - 1] if index else 0.0
            high = edges[min(index, len(edges) - 1)]
            return low + (high - low) * (rank - below) / counts[index]
        below += counts[index]
    return edges[-1]
