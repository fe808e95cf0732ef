"""Tail probabilities of counts as -log10: a score of 3 is one in a thousand."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MAX_SCORE = 99.0
"""The limit of floating-point precision."""


def count_score(count: Floats, mean: Floats, spread: Floats) -> Floats:
    """Score counts under a negative binomial of variance `mean + spread * mean**2`.

    P(N >= n) is a regularised incomplete beta function (Abramowitz & Stegun, 26.5.26). Arrays of
    shape (n,); a count of zero scores 0.
    """
    from scipy.special import betainc  # doubles the time to import the application

    mean, spread = np.maximum(mean, 1e-9), np.maximum(spread, 1e-9)
    tail = betainc(np.maximum(count, 1e-9), 1 / spread, spread * mean / (1 + spread * mean))
    return np.where(count > 0, _score(tail), 0.0)


def share_score(negative: Floats, scored: Floats, share: Floats, correlation: float) -> Floats:
    """Score `negative` among `scored` tweets where `share` is usual.

    Binomial with both counts divided by the design effect `1 + (scored - 1) * correlation` (Kish,
    "Survey Sampling", 1965): tweets of the same hour are not independent.
    """
    from scipy.special import betainc

    effect = 1 + np.maximum(scored - 1, 0) * correlation
    n, m = scored / effect, negative / effect
    tail = betainc(np.maximum(m, 1e-9), n - m + 1, np.clip(share, 1e-6, 1 - 1e-6))
    return np.where(negative > 0, _score(tail), 0.0)


def _score(tail: Any) -> Floats:
    return np.asarray(-np.log10(np.maximum(tail, 10.0**-MAX_SCORE)), dtype=np.float64)
