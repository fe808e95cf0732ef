"""The most predictions reported wrong at once, hour by hour: counted once and kept.

A report stays at its time until its voter thinks otherwise; then the hours that it touched are
forgotten, and counted anew by the scheduler. `services.kept_peaks` reads them.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import Feedback, ReportPeak
from airparadis.db.tables.tallies import ANY
from airparadis.domain.incidents.reports import peaks
from airparadis.domain.incidents.window import MAX_MINUTES
from airparadis.services.monitoring.peak_query import reports
from airparadis.services.monitoring.rollup import GRACE
from airparadis.services.monitoring.tallies import HOUR, hour_of

HOURS_AT_ONCE = 7 * 24
_LONGEST = timedelta(minutes=MAX_MINUTES)


def keep(session: Session, window: timedelta, now: datetime, limit: int = HOURS_AT_ONCE) -> int:
    """Count and keep the next hours that are over, oldest first; the caller commits.

    Args:
        session: the database; its write lock is taken, so that no vote changes meanwhile.
        window: length of the rule's window; hours kept for another are forgotten.
        now: the time.
        limit: the most hours to count in this transaction.

    Returns:
        How many hours were kept.
    """
    end = hour_of(now - GRACE)
    if not _missing(session, window, end, limit):
        return 0  # without having taken the lock
    begin_write(session)
    seconds = int(window.total_seconds())
    session.execute(delete(ReportPeak).where(ReportPeak.window_seconds != seconds))
    hours = _missing(session, window, end, limit)
    rows = [
        {"window_seconds": seconds, "hour": hour, "model_version": version, "peak": peak}
        for run in _runs(hours)
        for version, counted in _counted(session, run, window).items()
        for hour, peak in zip(run, counted, strict=True)
        if peak or version == ANY
    ]
    if rows:
        session.execute(insert(ReportPeak), rows)
    return len(hours)


def forget(session: Session, at: datetime) -> None:
    """A report of this time has been taken back; the caller commits."""
    touched = ReportPeak.hour.between(hour_of(at), hour_of(at + _LONGEST))
    session.execute(delete(ReportPeak).where(touched))


def _missing(session: Session, window: timedelta, end: datetime, limit: int) -> list[datetime]:
    """The first hours since the first report that are over and not kept."""
    first = session.scalar(
        select(func.min(Feedback.voted_at)).where(Feedback.is_correct.is_(False))
    )
    if first is None:
        return []
    hour = hour_of(first)
    is_kept = (
        ReportPeak.window_seconds == int(window.total_seconds()),
        ReportPeak.model_version == ANY,
        ReportPeak.hour >= hour,
        ReportPeak.hour < end,
    )
    if session.scalar(select(func.count()).where(*is_kept)) == (end - hour) // HOUR:
        return []  # as at nearly every pass: years of hours are not read for it
    kept = set(session.scalars(select(ReportPeak.hour).where(*is_kept)))
    found = list[datetime]()
    while hour < end and len(found) < limit:
        if hour not in kept:
            found.append(hour)
        hour += HOUR
    return found


def _runs(hours: Sequence[datetime]) -> Iterator[list[datetime]]:
    """Hours that follow one another, together."""
    run: list[datetime] = []
    for hour in hours:
        if run and hour != run[-1] + HOUR:
            yield run
            run = []
        run.append(hour)
    if run:
        yield run


def _counted(
    session: Session, hours: Sequence[datetime], window: timedelta
) -> dict[str, list[int]]:
    """The peaks of hours that follow one another, of any version and of each."""
    start, end = hours[0], hours[-1] + HOUR
    found = {ANY: peaks(reports(session, start, end, window, None), window, hours)}
    versions = (
        select(Feedback.model_version)
        .where(Feedback.is_correct.is_(False), Feedback.voted_at >= start, Feedback.voted_at < end)
        .distinct()
    )
    for version in session.scalars(versions).all():
        found[version] = peaks(reports(session, start, end, window, version), window, hours)
    return found
