"""The population stability index, the distance by which all drift is judged.

Its usual interpretation (N. Siddiqi, "Credit Risk Scorecards", 2006): below .1 no noteworthy shift,
a large one from .25. Of a share, which has two bins only, the index is about the square of Cohen's
h, whose smallest noteworthy effect is .2 (J. Cohen, "Statistical Power Analysis for the Behavioral
Sciences", 1988).
"""

from collections.abc import Sequence
from enum import StrEnum
from math import log

MODERATE_FROM, LARGE_FROM = 0.1, 0.25
SHARE_MODERATE_FROM = 0.04

MIN_TWEETS = 200
"""Minimum on either side. Chance alone makes an index of about (bins - 1)(1/n + 1/m): .05 for ten
bins and 200 tweets against many (B. Yurdakul, "Statistical Properties of Population Stability
Index", 2018).
"""

_PSEUDOCOUNT = 0.5
"""Added to every bin: an empty one would make the index infinite."""


class Drift(StrEnum):
    """The distance between two sets of tweets."""

    UNKNOWN = "unknown"
    """One side has not measured it."""
    TOO_FEW = "too_few"
    NONE = "none"
    MODERATE = "moderate"
    LARGE = "large"


def stability_index(expected: Sequence[int], actual: Sequence[int]) -> float:
    """Compute the population stability index of two histograms with the same bins.

    The sum over bins of (a - e) ln(a / e), a and e being the shares of the two sides: the
    symmetrised Kullback-Leibler divergence. It is 0 for equal shares and has no upper end.
    """
    pairs = zip(_shares(expected), _shares(actual), strict=True)
    return sum((a - e) * log(a / e) for e, a in pairs)


def interpret(index: float, bins: int) -> Drift:
    """Classify an index of histograms with so many bins."""
    if index < (SHARE_MODERATE_FROM if bins == 2 else MODERATE_FROM):
        return Drift.NONE
    return Drift.MODERATE if index < LARGE_FROM else Drift.LARGE


def _shares(counts: Sequence[int]) -> list[float]:
    total = sum(counts) + _PSEUDOCOUNT * len(counts)
    return [(count + _PSEUDOCOUNT) / total for count in counts]
