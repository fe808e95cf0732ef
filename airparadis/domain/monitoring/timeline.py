"""Periods cut into buckets at full hours or midnights of the reader's time zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from airparadis.domain.monitoring.figures import Span

MAX_BUCKETS = 42

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_STEPS = {
    Span.HOUR: timedelta(minutes=5),
    Span.DAY: _HOUR,
    Span.WEEK: 6 * _HOUR,
    Span.MONTH: _DAY,
}
_STEPS_OF_ALL = (timedelta(minutes=5), _HOUR, 6 * _HOUR, _DAY, 7 * _DAY, 28 * _DAY)


@dataclass(frozen=True, slots=True)
class Bucket:
    """The interval from `start` up to, not including, `end`; both in UTC."""

    start: datetime
    end: datetime


def step_of(span: Span, since: datetime, now: datetime) -> timedelta:
    """Return the width of a period's buckets; all time has at most `MAX_BUCKETS`."""
    if span in _STEPS:
        return _STEPS[span]
    wide_enough = (step for step in _STEPS_OF_ALL if (now - since) / step < MAX_BUCKETS - 1)
    return next(wide_enough, (now - since) / (MAX_BUCKETS - 2))


def buckets(since: datetime, until: datetime, step: timedelta, zone: ZoneInfo) -> list[Bucket]:
    """Cut `[since, until)` at the reader's full hours or midnights.

    Days keep their midnights across clock changes: a day of 23 or 25 hours is one bucket.
    """
    edges = [since, *_marks(since, until, step, zone), until]
    return [Bucket(a, b) for a, b in pairwise(edges) if a < b]


def _marks(since: datetime, until: datetime, step: timedelta, zone: ZoneInfo) -> Iterator[datetime]:
    # Naive local time follows the wall clock; only the marks are converted to UTC.
    local = since.astimezone(zone).replace(tzinfo=None)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    mark = midnight + (local - midnight) // step * step
    previous = since
    while True:
        mark += step
        at = mark.replace(tzinfo=zone).astimezone(UTC)
        if at >= until:
            return
        if at > previous:  # a skipped hour has no mark of its own
            yield at
            previous = at
