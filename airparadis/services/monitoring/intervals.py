"""Full hours and days, UTC, of what is kept, and the stretches of time beside them."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeAlias

from airparadis.services.monitoring.tallies import DAY, HOUR, day_of, hour_of

Stretch: TypeAlias = tuple[datetime, datetime]
"""Start and end, which is not part of it."""


def next_hour(at: datetime) -> datetime:
    """The full hour at or after a time."""
    return at if at == hour_of(at) else hour_of(at) + HOUR


def next_day(at: datetime) -> datetime:
    """The midnight at or after a time."""
    return at if at == day_of(at) else day_of(at) + DAY


def cut_hours(edges: Sequence[datetime]) -> set[datetime]:
    """The hours that an edge cuts in two."""
    return {hour_of(edge) for edge in edges if edge != hour_of(edge)}


def left_over(
    edges: Sequence[datetime], first: datetime, last: datetime, cut: set[datetime]
) -> Iterator[Stretch]:
    """What the full hours `[first, last)` leave of all between the edges: the ends, and hours
    that are cut."""
    inner = ((hour, hour + HOUR) for hour in sorted(cut) if first <= hour < last)
    for start, end in ((edges[0], first), *inner, (last, edges[-1])):
        if start < end:
            yield start, end
