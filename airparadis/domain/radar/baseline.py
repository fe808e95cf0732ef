"""Baselines: robust usual rates of streams, with factors for hour of day and day of week.

After Noufaily et al., "An improved algorithm for outbreak detection in multiple surveillance
systems" (Statistics in Medicine 32, 2013): past counts are modelled as overdispersed, past
outbreaks do not raise the baseline, and the uncertainty of the estimate widens the prediction.
Here the rate is per unit of exposure: per background tweet where a collection brings many, so
that an hour in which little was collected expects little; else per unit of time.

Many are estimated together, one to a row of the arrays, for speed. A row's result is the same, to
the last bit, whatever the other rows are.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PRIOR_COUNT: Final = 0.5
"""Jeffreys' prior: a stream without tweets so far is expected to be rare, not impossible."""

MIN_DISPERSION: Final = 0.05
_CLIP_SDS: Final = 2.5
_ROUNDS: Final = 4


@dataclass(frozen=True, slots=True)
class Baselines:
    """Usual counts: `rate` per unit of exposure times factors of the hour and of the day.

    One baseline a row, b of them.
    """

    rate: Floats
    """Shape (b,)."""
    by_hour: Floats
    """Factors of the hours of the day, shape (b, 24)."""
    by_day: Floats
    """Factors of the days of the week, Monday first, shape (b, 7)."""
    hour_variance: Floats
    """Squared relative uncertainty of the hours' factors, shape (b, 24)."""
    dispersion: Floats
    """Variance beyond Poisson's, relative to the squared mean, the rate's own uncertainty
    included, shape (b,)."""

    def expected(self, row: Ints, exposure: Floats, hour_of_week: Ints) -> Floats:
        """Return the usual counts of hours, or parts of hours; arguments of matching shapes."""
        factor = self.by_hour[row, hour_of_week % 24] * self.by_day[row, hour_of_week // 24]
        return self.rate[row] * exposure * factor

    def spread(self, row: Ints, hour_of_week: Ints) -> Floats:
        """Return the relative variance of hours beyond Poisson's; arguments of matching shapes."""
        return self.dispersion[row] + self.hour_variance[row, hour_of_week % 24]


WEEK: Final = 7 * 24


@dataclass(frozen=True, slots=True)
class _Past:
    """The hours to learn from, and values that are the same in every round.

    Hours are arranged in weeks, shape (b, weeks, 168), so that factors of the hour of the week
    broadcast.
    """

    exposure: Floats
    weekly: Floats
    """Sums of the exposure over the weeks, shape (b, 168)."""
    hour: Ints
    """Hour of the day, shape (b, 168)."""
    day: Ints
    """Day of the week, shape (b, 168)."""
    row: Ints
    """Shape (b, 1)."""
    total: Floats
    """Total exposure, shape (b,)."""
    prior_weight: Floats
    """Shape (b, 1)."""


def fit_baselines(
    counts: Floats, exposure: Floats, first_hour: Ints, prior_weight: Floats
) -> Baselines:
    """Estimate usual counts from consecutive past hours.

    Args:
        counts: tweets by hour, shape (b, n).
        exposure: background tweets by hour, or 1, shape (b, n).
        first_hour: hour of the week of the first column, 0 to 167 from Monday midnight, in the
            stream's zone, shape (b,).
        prior_weight: expected tweets at which an hour's or a day's own factor gets half of the
            weight, shape (b,).
    """
    rows, observed, flow = len(counts), _in_weeks(counts), _in_weeks(exposure)
    hour_of_week = (first_hour[:, None] + np.arange(WEEK)) % WEEK
    weekly = flow.sum(axis=1)
    past = _Past(
        flow,
        weekly,
        hour_of_week % 24,
        hour_of_week // 24,
        np.arange(rows)[:, None],
        np.maximum(weekly.sum(axis=1), 1.0),
        prior_weight[:, None],
    )
    usual = Baselines(
        _robust_start(counts, exposure, past.total),
        np.ones((rows, 24)),
        np.ones((rows, 7)),
        np.repeat(1 / past.prior_weight, 24, axis=1),
        np.full(rows, 0.2),
    )
    for _ in range(_ROUNDS):
        usual = _refit(_clip(observed, usual, past), past)
    return usual


def _in_weeks(values: Floats) -> Floats:
    """Arrange hours in weeks, shape (b, weeks, 168); hours missing in the last one are 0."""
    rows, hours = values.shape
    weeks = -(-hours // WEEK)
    whole = np.zeros((rows, weeks * WEEK))
    whole[:, :hours] = values
    return whole.reshape(rows, weeks, WEEK)


def _robust_start(counts: Floats, exposure: Floats, total: Floats) -> Floats:
    """Return the mean without the largest twentieth, so that a burst cannot raise it."""
    if not counts.size:
        return PRIOR_COUNT / total
    is_typical = counts <= np.quantile(counts, 0.95, axis=1, keepdims=True)
    observed = (exposure * is_typical).sum(axis=1)
    start = ((counts * is_typical).sum(axis=1) + PRIOR_COUNT) / np.where(
        observed > 0, observed, total
    )
    return np.asarray(start, dtype=np.float64)


def _clip(counts: Floats, usual: Baselines, past: _Past) -> Floats:
    """Cut bursts down to the top of the usual range."""
    factor = usual.by_hour[past.row, past.hour] * usual.by_day[past.row, past.day]
    spread = usual.dispersion[:, None] + usual.hour_variance[past.row, past.hour]
    mean = past.exposure * (usual.rate[:, None] * factor)[:, None]
    top = mean * mean  # in place from here on, for speed
    top *= spread[:, None]
    top += mean
    np.sqrt(top, out=top)
    top *= _CLIP_SDS
    top += mean
    top += 1
    return np.minimum(counts, top, out=top)


def _refit(counts: Floats, past: _Past) -> Baselines:
    weekly = counts.sum(axis=1)
    weight = weekly.sum(axis=1) + PRIOR_COUNT
    rate = weight / past.total
    flat = rate[:, None] * past.weekly
    by_hour, hour_mean = _factors(weekly, flat, past.hour, 24, past)
    hourly = by_hour[past.row, past.hour]
    by_day, _ = _factors(weekly, flat * hourly, past.day, 7, past)
    factor = rate[:, None] * hourly * by_day[past.row, past.day]
    dispersion = _dispersion(counts, past.exposure * factor[:, None]) + 1 / weight
    return Baselines(rate, by_hour, by_day, 1 / (past.prior_weight + hour_mean), dispersion)


def _factors(
    counts: Floats, mean: Floats, cell: Ints, cells: int, past: _Past
) -> tuple[Floats, Floats]:
    """Return observed by expected counts of every cell, shrunk to 1 where little is expected."""
    bins = (past.row * cells + cell).ravel()
    observed, expected = (
        np.bincount(bins, values.ravel(), len(counts) * cells).reshape(-1, cells).astype(np.float64)
        for values in (counts, mean)
    )
    return (observed + past.prior_weight) / (expected + past.prior_weight), expected


def _dispersion(counts: Floats, mean: Floats) -> Floats:
    """Estimate by moments, at least `MIN_DISPERSION`: no stream is as even as Poisson's."""
    shape = len(counts), counts.shape[1] * WEEK
    excess = counts - mean
    excess *= excess
    excess -= mean
    beyond = excess.reshape(shape).sum(axis=1)
    mean *= mean
    squares = mean.reshape(shape).sum(axis=1)
    estimate = np.divide(beyond, squares, out=np.zeros_like(squares), where=squares > 0)
    return np.asarray(np.maximum(MIN_DISPERSION, estimate), dtype=np.float64)
