"""A stretch of time cut into buckets, at the marks that a clock on the reader's wall has."""

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
    """From `start` up to, not including, `end`; both in UTC."""

    start: datetime
    end: datetime


def step_of(span: Span, since: datetime, now: datetime) -> timedelta:
    """How wide the buckets of a span are; all time is cut into `MAX_BUCKETS` at most."""
    if span in _STEPS:
        return _STEPS[span]
    wide_enough = (step for step in _STEPS_OF_ALL if (now - since) / step < MAX_BUCKETS - 1)
    return next(wide_enough, (now - since) / (MAX_BUCKETS - 2))


def buckets(since: datetime, until: datetime, step: timedelta, zone: ZoneInfo) -> list[Bucket]:
    """Cut `[since, until)`; inner edges lie on the reader's full hours or midnights.

    Days keep their midnights when clocks change: one of 23 or 25 hours is one bucket.
    """
    edges = [since, *_marks(since, until, step, zone), until]
    return [Bucket(a, b) for a, b in pairwise(edges) if a < b]


def _marks(since: datetime, until: datetime, step: timedelta, zone: ZoneInfo) -> Iterator[datetime]:
    # Naive local time counts as the wall clock does; only each mark is turned into UTC.
    local = since.astimezone(zone).replace(tzinfo=None)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    mark = midnight + (local - midnight) // step * step
    previous = since
    while True:
        mark += step
        at = mark.replace(tzinfo=zone).astimezone(UTC)
        if at >= until:
            return
        if at > previous:  # an hour that the clocks skip has no mark of its own
            yield at
            previous = at
