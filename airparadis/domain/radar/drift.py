"""Drifts: negative tweets above what is usual for hours on end, though no window stands out.

The likelihood-ratio CUSUM for negative binomial counts of Höhle & Paul, "Count data regression
charts for the monitoring of surveillance time series" (Computational Statistics & Data Analysis
52, 2008), limited to a span (Lai, "Sequential changepoint detection in quality control", JRSS B
57, 1995): its value then depends on nothing but that span, and can be worked out at any time.
"""

from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from airparadis.domain.radar.expectation import Expectation
from airparadis.domain.radar.series import TICKS_PER_HOUR, Floats, Series

RATIO: Final = 1.75
"""The rise it is most sensitive to, relative to what is usual."""

SPAN_HOURS: Final = 72
RATE_ERROR: Final = 0.15
"""By how much what is usual may be wrong for days; a drift must be more than that."""


def drift_score(series: Series, usual: Expectation) -> Floats:
    """The chart's value at each tick, in decades of likelihood; it moves on full hours, shape (n,).

    An hour counts once it is over.
    """
    whole = len(series.counts) // TICKS_PER_HOUR * TICKS_PER_HOUR
    hourly = (each[:whole] for each in (usual.negative, usual.negative_spread))
    mean, spread = (each.reshape(-1, TICKS_PER_HOUR) for each in hourly)
    chart = cusum(series.hours.negative, mean.sum(axis=1), spread.mean(axis=1))
    late = np.concatenate([[0.0], np.repeat(chart, TICKS_PER_HOUR)])
    padded = np.concatenate([np.zeros(TICKS_PER_HOUR - 1), late])
    return np.asarray(np.resize(padded, len(series.counts)), dtype=np.float64)


def cusum(counts: Floats, mean: Floats, spread: Floats) -> Floats:
    """Largest log10-likelihood ratio of "risen by `RATIO`" over any span that ends with each step.

    Args:
        counts: of each step, shape (n,).
        mean: usual counts; NaN where nothing is known, which says nothing either way.
        spread: variance beyond Poisson's, relative to the squared mean.
    """
    ratio = _log_ratio(counts, mean * (1 + RATE_ERROR), np.maximum(spread, 1e-6))
    total = np.concatenate([np.zeros(SPAN_HOURS + 1), np.cumsum(np.nan_to_num(ratio))])
    lowest = sliding_window_view(total, SPAN_HOURS + 1).min(axis=1)
    return np.asarray((total[SPAN_HOURS:] - lowest)[1:] / np.log(10), dtype=np.float64)


def risen_since(counts: Floats, mean: Floats, spread: Floats) -> int:
    """The step from which on "risen by `RATIO`" is likeliest: where the chart last began to climb.

    Page's estimate of when a change came ("Continuous inspection schemes", Biometrika 41, 1954);
    arguments as for `cusum`, all steps up to the one at which the change is known.
    """
    ratio = np.nan_to_num(_log_ratio(counts, mean, np.maximum(spread, 1e-6)))
    before = np.concatenate([[0.0], np.cumsum(ratio)[:-1]])
    return len(before) - 1 - int(before[::-1].argmin())


def _log_ratio(counts: Floats, mean: Floats, spread: Floats) -> Floats:
    before, after = 1 + spread * mean, 1 + spread * RATIO * mean
    value = counts * np.log(RATIO * before / after) - np.log(after / before) / spread
    return np.asarray(value, dtype=np.float64)
