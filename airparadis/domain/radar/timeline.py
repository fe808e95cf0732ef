"""Timelines of streams for charts: equal steps with the band of usual counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np

from airparadis.domain.radar.enums import HOUR
from airparadis.domain.radar.expectation import Expectation
from airparadis.domain.radar.pooling import pool, total
from airparadis.domain.radar.series import Floats, Series, trailing_sums

BAND_SDS: Final = 2.0
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Counts of a stream in equal steps, shape (n,); `low` to `high` is the usual band."""

    start: datetime
    step: timedelta
    tweets: Floats
    scored: Floats
    negative: Floats
    low: Floats
    high: Floats

    def start_of(self, index: int) -> datetime:
        """Return when a step starts."""
        return self.start + index * self.step


def timeline_of(parts: Sequence[Series], lead_hours: int, step: timedelta) -> Timeline:
    """Build a timeline of everything after the first `lead_hours`.

    Args:
        parts: counts of each source; those whose usual level is unknown are in no band.
        lead_hours: hours used only for the baseline; with fewer than its memory, the first steps
            have no band.
        step: a multiple of the series' own; an incomplete rest at the end is dropped.
    """
    series = total(parts)
    lead, count = lead_hours * series.per_hour, len(series.counts)
    width = max(step * series.per_hour // HOUR, 1)
    shown = series.counts.part(lead, count)
    low, high = _band(pool(parts, lead).usual.part(lead, count), width)
    ends = np.arange(width - 1, len(shown), width)
    columns = (shown.tweets, shown.scored, shown.negative)
    tweets, scored, negative = (trailing_sums(column, width)[ends] for column in columns)
    start = _EPOCH + (series.start + lead_hours) * HOUR
    return Timeline(start, step, tweets, scored, negative, low[ends], high[ends])


def _band(usual: Expectation, width: int) -> tuple[Floats, Floats]:
    """Return the usual range of the `width` steps that end with each; NaN where it is unknown."""
    mean = trailing_sums(np.nan_to_num(usual.tweets), width)
    spread = trailing_sums(np.nan_to_num(usual.tweets * usual.tweets_spread), width)
    deviation = np.sqrt(mean + spread * mean)
    unknown = trailing_sums(np.isnan(usual.tweets).astype(np.float64), width) > 0
    low = np.where(unknown, np.nan, np.maximum(mean - BAND_SDS * deviation, 0))
    return low, np.where(unknown, np.nan, mean + BAND_SDS * deviation)
