"""Stored counts as the arrays that the detection reads."""

from datetime import UTC, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from airparadis.models import BackgroundCount, Stream, StreamCount
from airparadis.radar.replay import counts
from airparadis.radar.series import TICKS_PER_HOUR, Series
from airparadis.radar.vocabulary import HOUR, TICK, Step

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Sums = dict[int, list[int]]
"""Tweets, scored and negative of each tick since 1970 that has any."""


def hour_number(moment: datetime) -> int:
    """Full hours since 1970."""
    return (moment - _EPOCH) // HOUR


def moment_of(tick: int) -> datetime:
    """When a tick since 1970 began."""
    return _EPOCH + tick * TICK


def background(session: Session, since: int, until: int) -> Sums:
    """The background of the hours `[since, until)`."""
    table = BackgroundCount
    query = select(table.at, table.tweets, table.scored, table.negative).where(
        table.step == Step.TICK, table.at >= _EPOCH + since * HOUR, table.at < _EPOCH + until * HOUR
    )
    return _sums(session, query)


def series(
    session: Session, stream: Stream, since: int, until: int, around: Sums, offset_hours: int = 0
) -> Series:
    """The counts of a stream in the hours `[since, until)`, beside `around`, its background."""
    table = StreamCount
    query = select(table.at, table.tweets, table.scored, table.negative).where(
        table.stream_id == stream.id,
        table.step == Step.TICK,
        table.at >= _EPOCH + since * HOUR,
        table.at < _EPOCH + until * HOUR,
    )
    return Series(since, counts(_sums(session, query), around, since, until), offset_hours)


def _sums(session: Session, query: Select[datetime, int, int, int]) -> Sums:
    rows = session.execute(query)
    return {
        (at - _EPOCH) // TICK: [tweets, scored, negative] for at, tweets, scored, negative in rows
    }


def tick_in(series: Series, moment: datetime) -> int:
    """The last tick of a series that is over at `moment`; -1 if none is."""
    return (moment - _EPOCH) // TICK - series.start * TICKS_PER_HOUR - 1
