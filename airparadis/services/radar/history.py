"""Stored counts as the arrays that the detection reads."""

from datetime import UTC, datetime

from sqlalchemy import DateTime, Select, select, type_coerce
from sqlalchemy.orm import Session

from airparadis.db.tables import BackgroundCount, Stream, StreamCount
from airparadis.domain.radar.backtest import counts
from airparadis.domain.radar.enums import HOUR, TICK, Step
from airparadis.domain.radar.series import TICKS_PER_HOUR, Series

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Sums = dict[int, list[int]]
"""Tweets, scored and negative of each tick, or hour, since 1970 that has any."""


def hour_number(moment: datetime) -> int:
    """Full hours since 1970."""
    return (moment - _EPOCH) // HOUR


def moment_of(tick: int) -> datetime:
    """When a tick since 1970 began."""
    return _EPOCH + tick * TICK


def background(session: Session, since: int, until: int, step: Step = Step.TICK) -> Sums:
    """The background of the hours `[since, until)`."""
    table = BackgroundCount
    query = select(table.at, table.tweets, table.scored, table.negative).where(
        table.step == step, table.at >= _EPOCH + since * HOUR, table.at < _EPOCH + until * HOUR
    )
    return _sums(session, query, step)


def series(
    session: Session,
    stream: Stream,
    since: int,
    until: int,
    around: Sums,
    zone: str = "UTC",
    step: Step = Step.TICK,
) -> Series:
    """The counts of a stream in the hours `[since, until)`, beside `around`, its background."""
    table = StreamCount
    query = select(table.at, table.tweets, table.scored, table.negative).where(
        table.stream_id == stream.id,
        table.step == step,
        table.at >= _EPOCH + since * HOUR,
        table.at < _EPOCH + until * HOUR,
    )
    per_hour = HOUR // step.length
    found = counts(_sums(session, query, step), around, since, until, per_hour)
    return Series(since, found, zone, per_hour)


def _sums(session: Session, query: Select[datetime, int, int, int], step: Step) -> Sums:
    # As they are stored, in UTC: zones for ten thousand times took longer than reading them.
    first = _EPOCH.replace(tzinfo=None)
    at, *sums = query.selected_columns
    rows = session.execute(query.with_only_columns(type_coerce(at, DateTime()), *sums))
    length = step.length
    return {(at - first) // length: [tweets, scored, bad] for at, tweets, scored, bad in rows}


def tick_in(series: Series, moment: datetime) -> int:
    """The last tick of a series that is over at `moment`; -1 if none is."""
    return (moment - _EPOCH) // TICK - series.start * TICKS_PER_HOUR - 1
