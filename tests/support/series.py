"""Series of made-up counts, the same at every run."""

import numpy as np

from airparadis.domain.radar.series import TICKS_PER_HOUR, Counts, Floats, Series

MONDAY = 345_624
"""Hours from 1970 to a Monday midnight, UTC (8 June 2009)."""


def flat(hours: int, per_hour: float, seed: int = 0) -> Floats:
    """Poisson counts of ticks."""
    rng = np.random.default_rng(seed)
    return rng.poisson(per_hour / TICKS_PER_HOUR, hours * TICKS_PER_HOUR).astype(float)


def series(
    tweets: Floats,
    negative: Floats | None = None,
    background: Floats | None = None,
    start: int = MONDAY,
) -> Series:
    """A series; a third is negative unless told, without a background unless told."""
    rng = np.random.default_rng(6)
    if negative is None:
        negative = rng.binomial(tweets.astype(int), 1 / 3).astype(np.float64)
    background = np.zeros_like(tweets) if background is None else background
    angry = np.floor(background * 0.4)
    return Series(start, Counts(tweets, tweets, negative, background, background, angry))
