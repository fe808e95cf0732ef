"""What is usual in a stream: a robust rate that knows hour of day and day of week.

After Noufaily et al., "An improved algorithm for outbreak detection in multiple surveillance
systems" (Statistics in Medicine 32, 2013): counts of past hours are modelled as overdispersed, past
outbreaks are kept from raising the baseline, and the uncertainty of the estimate widens the
prediction. Here the rate is per unit of exposure: of background tweets where a collection brings
many, so that an hour in which little was collected expects little; else of time.
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
class Baseline:
    """Usual counts: `rate` per unit of exposure times a factor of the hour and one of the day."""

    rate: float
    by_hour: Floats
    """Factor of each hour of the day, shape (24,)."""
    by_day: Floats
    """Factor of each day of the week, Monday first, shape (7,)."""
    hour_variance: Floats
    """Squared relative uncertainty of each factor of the hour, shape (24,)."""
    dispersion: float
    """Variance beyond Poisson's, relative to the squared mean, the rate's own uncertainty
    included."""

    def expected(self, exposure: Floats, hour_of_week: Ints) -> Floats:
        """Usual counts of hours or parts of hours, shape (n,)."""
        factor = self.by_hour[hour_of_week % 24] * self.by_day[hour_of_week // 24]
        return self.rate * exposure * factor

    def spread(self, hour_of_week: Ints) -> Floats:
        """Relative variance beyond Poisson's of each of some hours, shape (n,)."""
        return self.dispersion + self.hour_variance[hour_of_week % 24]


def fit_baseline(
    counts: Floats, exposure: Floats, hour_of_week: Ints, prior_weight: float
) -> Baseline:
    """Estimate what is usual from past hours.

    Args:
        counts: tweets of each hour, shape (n,).
        exposure: background tweets of each hour, or 1, shape (n,).
        hour_of_week: 0 to 167 from Monday midnight, in the zone of the stream, shape (n,).
        prior_weight: expected tweets that it takes to believe half of what an hour of the day
            or a day of the week shows.
    """
    flat = Baseline(0.0, np.ones(24), np.ones(7), np.full(24, 1 / prior_weight), MIN_DISPERSION)
    total = max(float(exposure.sum()), 1.0)
    usual = Baseline(
        _robust_start(counts, exposure, total), flat.by_hour, flat.by_day, flat.hour_variance, 0.2
    )
    for _ in range(_ROUNDS):
        clipped = _clip(counts, usual, exposure, hour_of_week)
        usual = _refit(clipped, exposure, hour_of_week, prior_weight)
    return usual


def _robust_start(counts: Floats, exposure: Floats, total: float) -> float:
    """The mean without its largest twentieth: where a burst cannot pull the first guess up."""
    kept = counts <= np.quantile(counts, 0.95) if len(counts) else np.zeros(0, dtype=bool)
    seen = float(exposure[kept].sum())
    return (float(counts[kept].sum()) + PRIOR_COUNT) / (seen if seen > 0 else total)


def _clip(counts: Floats, usual: Baseline, exposure: Floats, hour_of_week: Ints) -> Floats:
    """Cut what was a burst down to the top of what is usual."""
    mean = usual.expected(exposure, hour_of_week)
    deviation = np.sqrt(mean + usual.spread(hour_of_week) * mean**2)
    return np.minimum(counts, mean + _CLIP_SDS * deviation + 1)


def _refit(counts: Floats, exposure: Floats, hour_of_week: Ints, prior_weight: float) -> Baseline:
    total = max(float(exposure.sum()), 1.0)
    weight = float(counts.sum()) + PRIOR_COUNT
    rate = weight / total
    by_hour, hour_mean = _factors(counts, rate * exposure, hour_of_week % 24, 24, prior_weight)
    so_far = rate * exposure * by_hour[hour_of_week % 24]
    by_day, _ = _factors(counts, so_far, hour_of_week // 24, 7, prior_weight)
    mean = so_far * by_day[hour_of_week // 24]
    dispersion = _dispersion(counts, mean) + 1 / weight
    return Baseline(rate, by_hour, by_day, 1 / (prior_weight + hour_mean), dispersion)


def _factors(
    counts: Floats, mean: Floats, cell: Ints, cells: int, prior_weight: float
) -> tuple[Floats, Floats]:
    """Observed by expected of each cell, drawn towards 1 where little was expected."""
    seen: Floats = np.bincount(cell, counts, cells).astype(np.float64)
    expected: Floats = np.bincount(cell, mean, cells).astype(np.float64)
    return (seen + prior_weight) / (expected + prior_weight), expected


def _dispersion(counts: Floats, mean: Floats) -> float:
    """Moment estimate, at least `MIN_DISPERSION`: no stream is as even as Poisson's."""
    squares = float((mean**2).sum())
    if squares <= 0:
        return MIN_DISPERSION
    return max(MIN_DISPERSION, float(((counts - mean) ** 2 - mean).sum()) / squares)
