"""Slow drifts: negative tweets above the usual level for hours, though no window stands out.

The likelihood-ratio CUSUM for negative binomial counts of Höhle & Paul, "Count data regression
charts for the monitoring of surveillance time series" (Computational Statistics & Data Analysis 52,
2008), limited to a span (Lai, "Sequential changepoint detection in quality control", JRSS B 57,
1995): its value depends on that span alone and can be computed at any time.
"""

from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from airparadis.domain.radar.expectation import Expectation
from airparadis.domain.radar.series import TICKS_PER_HOUR, Floats, Series

RATIO: Final = 1.75
"""The rise it is most sensitive to, relative to the usual level."""

SPAN_HOURS: Final = 72
RATE_ERROR: Final = 0.15
"""Error of the usual level that may last for days; a drift must exceed it."""


def drift_score(series: Series, usual: Expectation) -> Floats:
    """Return the chart's value at every tick, in decades of likelihood, shape (n,).

    It changes at full hours: an hour counts once it is over.
    """
    whole = len(series.counts) // TICKS_PER_HOUR * TICKS_PER_HOUR
    mean, spread = (
        values[:whole].reshape(-1, TICKS_PER_HOUR)
        for values in (usual.negative, usual.negative_spread)
    )
    chart = cusum(series.hours.negative, mean.sum(axis=1), spread.mean(axis=1))
    late = np.concatenate([[0.0], np.repeat(chart, TICKS_PER_HOUR)])
    padded = np.concatenate([np.zeros(TICKS_PER_HOUR - 1), late])
    return np.asarray(np.resize(padded, len(series.counts)), dtype=np.float64)


def cusum(counts: Floats, mean: Floats, spread: Floats) -> Floats:
    """Return the largest log10-likelihood ratio of "risen by `RATIO`" over spans ending at each
    step.

    Args:
        counts: by step, shape (n,).
        mean: usual counts; NaN where they are unknown, which counts for neither side.
        spread: variance beyond Poisson's, relative to the squared mean.
    """
    ratio = _log_ratio(counts, mean * (1 + RATE_ERROR), np.maximum(spread, 1e-6))
    total = np.concatenate([np.zeros(SPAN_HOURS + 1), np.cumsum(np.nan_to_num(ratio))])
    lowest = sliding_window_view(total, SPAN_HOURS + 1).min(axis=1)
    return np.asarray((total[SPAN_HOURS:] - lowest)[1:] / np.log(10), dtype=np.float64)


def risen_since(counts: Floats, mean: Floats, spread: Floats) -> int:
    """Return the step from which "risen by `RATIO`" is likeliest: the chart's last minimum.

    Page's estimate of a change point ("Continuous inspection schemes", Biometrika 41, 1954);
    arguments as for `cusum`, up to the step at which the change is known.
    """
    ratio = np.nan_to_num(_log_ratio(counts, mean, np.maximum(spread, 1e-6)))
    before = np.concatenate([[0.0], np.cumsum(ratio)[:-1]])
    return len(before) - 1 - int(before[::-1].argmin())


def _log_ratio(counts: Floats, mean: Floats, spread: Floats) -> Floats:
    before, after = 1 + spread * mean, 1 + spread * RATIO * mean
    value = counts * np.log(RATIO * before / after) - np.log(after / before) / spread
    return np.asarray(value, dtype=np.float64)
