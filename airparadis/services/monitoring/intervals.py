"""Intervals of time: cut at full hours or days, and joined to a table by its times."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, Integer, join, text
from sqlalchemy.orm import Session

from airparadis.db.base import UTCDateTime

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Interval(NamedTuple):
    """A bucket of time or a piece of one, without its end."""

    bucket: int
    start: datetime
    end: datetime


def floor(at: datetime, step: timedelta) -> datetime:
    """Return the full hour or day, UTC, at or before a time."""
    return at - (at - _EPOCH) % step


def intervals_between(edges: Iterable[datetime]) -> list[Interval]:
    """Return the buckets between ascending edges."""
    return [Interval(bucket, start, end) for bucket, (start, end) in enumerate(pairwise(edges))]


def split(
    intervals: Iterable[Interval],
    step: timedelta,
    since: datetime | None = None,
    until: datetime | None = None,
) -> tuple[list[Interval], list[Interval]]:
    """Cut full hours or days, of `[since, until)` alone, out of intervals.

    Returns:
        At most one interval of full steps for each one given, and the rest on either side of them.
    """
    full, rest = [], []
    for interval in intervals:
        bucket, start, end = interval
        first = floor(max(start, since or start) + step - timedelta.resolution, step)
        last = floor(min(end, until or end), step)
        if first >= last:
            rest.append(interval)
            continue
        full.append(Interval(bucket, first, last))
        rest += [Interval(bucket, *ends) for ends in ((start, first), (last, end))]
    return full, [interval for interval in rest if interval.start < interval.end]


def interval_rows(session: Session, intervals: Sequence[Interval]) -> FromClause:
    """Return intervals as rows to select from.

    They are one JSON parameter, however many they are: SQLAlchemy compiles such a statement once,
    one of a list of values at each call, which takes longer than to run it.
    """
    rows = [[bucket, *map(UTC_FORMAT, ends)] for bucket, *ends in intervals]
    query = text(_ROWS[session.get_bind().dialect.name]).bindparams(intervals=json.dumps(rows))
    return query.columns(bucket=Integer, start=UTCDateTime, end=UTCDateTime).cte("span")


def join_intervals(
    session: Session, intervals: Sequence[Interval], table: Any, at: Any
) -> tuple[ColumnElement[int], FromClause]:
    """Join intervals to the rows of a table whose time is in them.

    Returns:
        The column of the bucket, and what to select from.
    """
    spans = interval_rows(session, intervals)
    return spans.c.bucket, join(spans, table, (at >= spans.c.start) & (at < spans.c.end))


UTC_FORMAT = "{:%Y-%m-%d %H:%M:%S.%f}".format
"""Format in which `UTCDateTime` stores a UTC time in SQLite."""

_ROWS = {
    "sqlite": """
        SELECT value ->> 0 AS bucket, value ->> 1 AS start, value ->> 2 AS "end"
        FROM json_each(:intervals)
    """,
    "postgresql": """
        SELECT
            (value ->> 0)::integer AS bucket,
            (value ->> 1)::timestamp AS start,
            (value ->> 2)::timestamp AS "end"
        FROM json_array_elements(CAST(:intervals AS json))
    """,
}
