"""What is usual in a stream: a robust rate that knows hour of day and day of week.

After Noufaily et al., "An improved algorithm for outbreak detection in multiple surveillance
systems" (Statistics in Medicine 32, 2013): counts of past hours are modelled as overdispersed, past
outbreaks are kept from raising the baseline, and the uncertainty of the estimate widens the
prediction. Here the rate is per unit of exposure: of background tweets where a collection brings
many, so that an hour in which little was collected expects little; else of time.

Many are estimated together, a row of arrays each: one by one, half a year of them took a quarter of
a second. A row comes out the same, to the last bit, whatever stands beside it.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PRIOR_COUNT: Final = 0.5
"""Jeffreys' prior: a stream that was never seen is expected to be rare, not impossible."""

MIN_DISPERSION: Final = 0.05
_CLIP_SDS: Final = 2.5
_ROUNDS: Final = 4


@dataclass(frozen=True, slots=True)
class Baselines:
    """Usual counts: `rate` per unit of exposure times a factor of the hour and one of the day.

    One baseline a row, b of them.
    """

    rate: Floats
    """Shape (b,)."""
    by_hour: Floats
    """Factor of each hour of the day, shape (b, 24)."""
    by_day: Floats
    """Factor of each day of the week, Monday first, shape (b, 7)."""
    hour_variance: Floats
    """Squared relative uncertainty of each factor of the hour, shape (b, 24)."""
    dispersion: Floats
    """Variance beyond Poisson's, relative to the squared mean, the rate's own uncertainty
    included, shape (b,)."""

    def expected(self, row: Ints, exposure: Floats, hour_of_week: Ints) -> Floats:
        """Usual counts of hours or parts of hours by the baseline of each, shapes that match."""
        factor = self.by_hour[row, hour_of_week % 24] * self.by_day[row, hour_of_week // 24]
        return self.rate[row] * exposure * factor

    def spread(self, row: Ints, hour_of_week: Ints) -> Floats:
        """Relative variance beyond Poisson's of each of some hours, shapes that match."""
        return self.dispersion[row] + self.hour_variance[row, hour_of_week % 24]


WEEK: Final = 7 * 24


@dataclass(frozen=True, slots=True)
class _Past:
    """Hours to learn from, and what is the same in every round.

    Hours lie in weeks, shape (b, weeks, 168): what holds for an hour of the week is multiplied in
    without being looked up for each hour.
    """

    exposure: Floats
    weekly: Floats
    """Sums of the exposure over the weeks, shape (b, 168)."""
    hour: Ints
    """Of the day, shape (b, 168)."""
    day: Ints
    """Of the week, shape (b, 168)."""
    row: Ints
    """Shape (b, 1)."""
    total: Floats
    """Of the exposure, shape (b,)."""
    prior_weight: Floats
    """Shape (b, 1)."""


def fit_baselines(
    counts: Floats, exposure: Floats, first_hour: Ints, prior_weight: Floats
) -> Baselines:
    """Estimate what is usual from past hours that follow one another.

    Args:
        counts: tweets of each hour, shape (b, n).
        exposure: background tweets of each hour, or 1, shape (b, n).
        first_hour: hour of the week of each row's first, 0 to 167 from Monday midnight, in the
            zone of the stream, shape (b,).
        prior_weight: expected tweets that it takes to believe half of what an hour of the day
            or a day of the week shows, shape (b,).
    """
    rows, seen, flow = len(counts), _in_weeks(counts), _in_weeks(exposure)
    place = (first_hour[:, None] + np.arange(WEEK)) % WEEK
    weekly = flow.sum(axis=1)
    past = _Past(
        flow,
        weekly,
        place % 24,
        place // 24,
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
        usual = _refit(_clip(seen, usual, past), past)
    return usual


def _in_weeks(values: Floats) -> Floats:
    """Shape (b, weeks, 168); hours that are missing in the last week count for nothing."""
    rows, hours = values.shape
    weeks = -(-hours // WEEK)
    whole = np.zeros((rows, weeks * WEEK))
    whole[:, :hours] = values
    return whole.reshape(rows, weeks, WEEK)


def _robust_start(counts: Floats, exposure: Floats, total: Floats) -> Floats:
    """The mean without its largest twentieth: where a burst cannot pull the first guess up."""
    if not counts.size:
        return PRIOR_COUNT / total
    kept = counts <= np.quantile(counts, 0.95, axis=1, keepdims=True)
    seen = (exposure * kept).sum(axis=1)
    start = ((counts * kept).sum(axis=1) + PRIOR_COUNT) / np.where(seen > 0, seen, total)
    return np.asarray(start, dtype=np.float64)


def _clip(counts: Floats, usual: Baselines, past: _Past) -> Floats:
    """Cut what was a burst down to the top of what is usual."""
    factor = usual.by_hour[past.row, past.hour] * usual.by_day[past.row, past.day]
    spread = usual.dispersion[:, None] + usual.hour_variance[past.row, past.hour]
    mean = past.exposure * (usual.rate[:, None] * factor)[:, None]
    top = mean * mean  # in place from here on: these arrays are what the time goes to
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
    """Observed by expected of each cell, drawn towards 1 where little was expected."""
    place = (past.row * cells + cell).ravel()
    seen, expected = (
        np.bincount(place, each.ravel(), len(counts) * cells).reshape(-1, cells).astype(np.float64)
        for each in (counts, mean)
    )
    return (seen + past.prior_weight) / (expected + past.prior_weight), expected


def _dispersion(counts: Floats, mean: Floats) -> Floats:
    """Moment estimate, at least `MIN_DISPERSION`: no stream is as even as Poisson's."""
    shape = len(counts), counts.shape[1] * WEEK
    off = counts - mean
    off *= off
    off -= mean
    beyond = off.reshape(shape).sum(axis=1)
    mean *= mean
    squares = mean.reshape(shape).sum(axis=1)
    estimate = np.divide(beyond, squares, out=np.zeros_like(squares), where=squares > 0)
    return np.asarray(np.maximum(MIN_DISPERSION, estimate), dtype=np.float64)
