"""The most predictions reported wrong at once in stretches of time, from hours that are kept.

What is not kept (`services.report_peaks`) is counted when asked for.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from airparadis.db.tables import ReportPeak
from airparadis.db.tables.tallies import ANY
from airparadis.domain.incidents.reports import peaks
from airparadis.domain.incidents.window import Report
from airparadis.services.incidents.reports import wrong_reports
from airparadis.services.monitoring.intervals import Stretch, cut_hours, left_over
from airparadis.services.monitoring.tallies import HOUR, Rows, edge_marks, edge_values, ladder


def read(
    session: Session,
    edges: Sequence[datetime],
    window: timedelta,
    version: str | None = None,
) -> list[int]:
    """The most distinct predictions reported wrong within any window that ends in each bucket.

    Args:
        session: the database.
        edges: the beginning of each bucket and the end of the last.
        window: length of the rule's window.
        version: one model version, None for any.
    """
    starts = edges[:-1]
    cut = cut_hours(edges)
    highest, gaps = _kept(session, window, edges, cut, version)
    for start, end in gaps:
        marks = [start, *(each for each in starts if start < each < end)]
        found = peaks(reports(session, start, end, window, version), window, marks)
        for mark, peak in zip(marks, found, strict=True):
            bucket = bisect_right(starts, mark) - 1
            highest[bucket] = max(highest[bucket], peak)
    return highest


def _kept(
    session: Session,
    window: timedelta,
    edges: Sequence[datetime],
    cut: set[datetime],
    version: str | None,
) -> tuple[list[int], list[Stretch]]:
    """The highest peak of each bucket's full hours that are kept, and the stretches between.

    Hours are not read one by one: those of a year would take longer than the rest of the page.
    """
    names = {ANY, version or ANY}
    values = {
        **edge_values(edges[1:-1]),
        "window": int(window.total_seconds()),
        "names": list(names),
        "cut": list(cut),
        "start": edges[0],
        "end": edges[-1] - HOUR,
    }
    highest = [0] * (len(edges) - 1)
    count, first, last = 0, edges[-1], edges[0]
    for name, place, peak, hours, begin, end in session.execute(_by_bucket(len(edges) - 2), values):
        if name == (version or ANY):
            highest[place] = peak
        if name == ANY:
            count, first, last = count + hours, min(first, begin), max(last, end)
    inner = {hour for hour in cut if first <= hour <= last}
    if count and count + len(inner) == (last - first) // HOUR + 1:
        return highest, list(left_over(edges, first, last + HOUR, inner))
    hours = session.scalars(_ANY_HOURS, values) if count else ()
    return highest, list(_between(edges, hours))


_IS_KEPT = (
    ReportPeak.window_seconds == bindparam("window"),
    ReportPeak.hour >= bindparam("start"),
    ReportPeak.hour <= bindparam("end"),
    ReportPeak.hour.not_in(bindparam("cut", expanding=True)),
)
_ANY_HOURS = select(ReportPeak.hour).where(*_IS_KEPT, ReportPeak.model_version == ANY)


@cache
def _by_bucket(inner_edges: int) -> Rows:
    """Of each version and bucket the highest peak, and which hours it has; built once."""
    hour, name = ReportPeak.hour, ReportPeak.model_version
    bucket = ladder(hour, edge_marks(inner_edges)).label("bucket")
    sums = (func.max(ReportPeak.peak), func.count(), func.min(hour), func.max(hour))
    query: Rows = select(name, bucket, *sums).where(*_IS_KEPT)
    return query.where(name.in_(bindparam("names", expanding=True))).group_by(name, "bucket")


def _between(edges: Sequence[datetime], kept: Iterable[datetime]) -> Iterator[Stretch]:
    """The stretches between hours that are kept."""
    at = edges[0]
    for hour in sorted(kept):
        if at < hour:
            yield at, hour
        at = hour + HOUR
    if at < edges[-1]:
        yield at, edges[-1]


def reports(
    session: Session, start: datetime, end: datetime, window: timedelta, version: str | None
) -> list[Report]:
    """What a stretch of time is counted from: the window before it, too."""
    return wrong_reports(session, start - window, until=end, version=version)
