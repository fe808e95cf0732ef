"""The most predictions reported wrong at once: counted by the hour, stored, read by the bucket.

A report stays at its time until its voter changes the vote; then the hours that it counted in are
forgotten, and the scheduler counts them again. What is not stored is counted when asked for.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

from sqlalchemy import ColumnElement, case, delete, func, insert, select
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import Feedback, ReportPeak
from airparadis.db.tables.tallies import ANY
from airparadis.domain.incidents.reports import peaks
from airparadis.domain.incidents.window import MAX_MINUTES, Report
from airparadis.services.monitoring.intervals import (
    HOUR,
    Interval,
    floor,
    intervals_between,
    join_intervals,
    split,
)
from airparadis.services.monitoring.rollup import GRACE

HOURS_AT_ONCE = 7 * 24
_MAX_WINDOW = timedelta(minutes=MAX_MINUTES)


def read(
    session: Session, edges: Sequence[datetime], window: timedelta, version: str | None = None
) -> list[int]:
    """Return the most distinct predictions reported wrong within a window that ends in each bucket.

    Args:
        session: the database.
        edges: the beginning of each bucket and the end of the last.
        window: length of the rule's window.
        version: one model version, None for any.
    """
    name, stored = version or ANY, select(ReportPeak.hour).where(*_any_version(window)).limit(1)
    first = session.scalar(stored.order_by(ReportPeak.hour))
    last = session.scalar(stored.order_by(ReportPeak.hour.desc()))
    until = edges[0] if last is None else last + HOUR
    full, rest = split(intervals_between(edges), HOUR, first, until)
    highest = [0] * (len(edges) - 1)
    found = _stored_peaks(session, full, window, name)
    for interval in full:
        peak, hours = found.get(interval.bucket, (0, 0))
        highest[interval.bucket] = peak
        if hours < (interval.end - interval.start) // HOUR:  # some are forgotten
            rest.append(interval)
    for (number, counted), peak in _count_peaks(session, rest, window).items():
        if counted == name:
            bucket = rest[number].bucket
            highest[bucket] = max(highest[bucket], peak)
    return highest


def store_next(
    session: Session, window: timedelta, now: datetime, limit: int = HOURS_AT_ONCE
) -> int:
    """Count and store the next hours that are over, oldest first; the caller commits.

    Args:
        session: the database; its write lock is taken, so that no vote changes meanwhile.
        window: length of the rule's window; hours stored for another are forgotten.
        now: the time.
        limit: the most hours to count in this transaction.

    Returns:
        How many hours were stored.
    """
    end = floor(now - GRACE, HOUR)
    if not _missing_hours(session, window, end):
        return 0  # without having taken the lock
    begin_write(session)
    seconds = int(window.total_seconds())
    session.execute(delete(ReportPeak).where(ReportPeak.window_seconds != seconds))
    hours = _missing_hours(session, window, end)[:limit]
    intervals = [Interval(number, hour, hour + HOUR) for number, hour in enumerate(hours)]
    counted = {(number, ANY): 0 for number in range(len(hours))}
    counted |= _count_peaks(session, intervals, window)
    rows = [
        {"window_seconds": seconds, "hour": hours[number], "model_version": name, "peak": peak}
        for (number, name), peak in counted.items()
    ]
    if rows:
        session.execute(insert(ReportPeak), rows)
    return len(hours)


def forget(session: Session, at: datetime) -> None:
    """Forget the hours that a report of this time counted in; the caller commits."""
    hours = ReportPeak.hour.between(floor(at, HOUR), floor(at + _MAX_WINDOW, HOUR))
    session.execute(delete(ReportPeak).where(hours))


def _any_version(window: timedelta) -> tuple[ColumnElement[bool], ...]:
    """Match the row that every stored hour has."""
    seconds = int(window.total_seconds())
    return ReportPeak.window_seconds == seconds, ReportPeak.model_version == ANY


def _stored_peaks(
    session: Session, intervals: Sequence[Interval], window: timedelta, name: str
) -> dict[int, tuple[int, int]]:
    """Return the highest peak of each bucket's full hours, and how many of them are stored."""
    bucket, joined = join_intervals(session, intervals, ReportPeak, ReportPeak.hour)
    version, seconds = ReportPeak.model_version, int(window.total_seconds())
    peak = func.max(case((version == name, ReportPeak.peak), else_=0))
    hours = func.sum(case((version == ANY, 1), else_=0))
    query = select(bucket, peak, hours).select_from(joined).group_by(bucket)
    query = query.where(ReportPeak.window_seconds == seconds, version.in_({ANY, name}))
    return {number: (highest, count) for number, highest, count in session.execute(query)}


def _count_peaks(
    session: Session, intervals: Sequence[Interval], window: timedelta
) -> dict[tuple[int, str], int]:
    """Count peaks report by report: by the interval's place and model version, `ANY` among them."""
    widened = [Interval(n, start - window, end) for n, (_, start, end) in enumerate(intervals)]
    number, joined = join_intervals(session, widened, Feedback, Feedback.voted_at)
    columns = (number, Feedback.model_version, Feedback.prediction_id, Feedback.voted_at)
    query = select(*columns).select_from(joined).where(Feedback.is_correct.is_(False))
    found = {}
    rows = session.execute(query.order_by(number, Feedback.voted_at)).all()
    for place, group in groupby(rows, key=itemgetter(0)):
        reports = [(version, Report(prediction, at)) for _, version, prediction, at in group]
        for name in {ANY, *(version for version, _ in reports)}:
            chosen = [report for version, report in reports if name in (ANY, version)]
            [found[place, name]] = peaks(chosen, window, [intervals[place].start])
    return found


def _missing_hours(session: Session, window: timedelta, end: datetime) -> list[datetime]:
    """Return the hours since the first report that are over and not stored."""
    reported = select(func.min(Feedback.voted_at)).where(Feedback.is_correct.is_(False))
    first = session.scalar(reported)
    if first is None:
        return []
    start = floor(first, HOUR)
    hours = max((end - start) // HOUR, 0)
    stored = *_any_version(window), ReportPeak.hour >= start, ReportPeak.hour < end
    if session.scalar(select(func.count()).where(*stored)) == hours:
        return []  # as at nearly every pass: years of hours are not read for it
    known = set(session.scalars(select(ReportPeak.hour).where(*stored)))
    every = (start + number * HOUR for number in range(hours))
    return [hour for hour in every if hour not in known]
