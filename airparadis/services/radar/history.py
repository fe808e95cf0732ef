"""Stored counts as the arrays that the detection reads."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import DateTime, Select, String, select, type_coerce
from sqlalchemy.orm import Session

from airparadis.db.tables import BackgroundCount, Stream, StreamCount
from airparadis.domain.radar.backtest import counts
from airparadis.domain.radar.enums import HOUR, TICK, Step
from airparadis.domain.radar.series import TICKS_PER_HOUR, Series
from airparadis.domain.radar.sources.names import SourceName

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Sums = dict[int, list[int]]
"""Tweets, scored and negative of each tick, or hour, since 1970 that has any."""

BySource = Mapping[str, Sums]
"""The same by the value of `SourceName`."""


def hour_number(moment: datetime) -> int:
    """Full hours since 1970."""
    return (moment - _EPOCH) // HOUR


def moment_of(tick: int) -> datetime:
    """Return the start of a tick, numbered since 1970."""
    return _EPOCH + tick * TICK


def background(session: Session, since: int, until: int, step: Step = Step.TICK) -> BySource:
    """The background of the hours `[since, until)`, by source."""
    table = BackgroundCount
    query = select(table.source, table.at, table.tweets, table.scored, table.negative).where(
        table.step == step, table.at >= _EPOCH + since * HOUR, table.at < _EPOCH + until * HOUR
    )
    return _sums(session, query, step)


def series(
    session: Session,
    stream: Stream,
    since: int,
    until: int,
    around: BySource,
    zone: str = "UTC",
    step: Step = Step.TICK,
) -> list[Series]:
    """The counts of a stream in the hours `[since, until)`, beside `around`, their background.

    One series for each source from which it has any; at least one.
    """
    table = StreamCount
    query = select(table.source, table.at, table.tweets, table.scored, table.negative).where(
        table.stream_id == stream.id,
        table.step == step,
        table.at >= _EPOCH + since * HOUR,
        table.at < _EPOCH + until * HOUR,
    )
    per_hour = HOUR // step.length
    own = _sums(session, query, step)
    return [
        Series(
            since,
            counts(own.get(source, {}), around.get(source, {}), since, until, per_hour),
            zone,
            per_hour,
        )
        for source in sorted(own) or [SourceName.OTHER]
    ]


def _sums(
    session: Session, query: Select[SourceName, datetime, int, int, int], step: Step
) -> BySource:
    # As they are stored, in UTC: zones for ten thousand times took longer than reading them.
    first = _EPOCH.replace(tzinfo=None)
    source, at, *sums = query.selected_columns
    raw = query.with_only_columns(type_coerce(source, String()), type_coerce(at, DateTime()), *sums)
    length, found = step.length, defaultdict[str, Sums](dict)
    for name, begun, tweets, scored, bad in session.execute(raw):
        found[name][(begun - first) // length] = [tweets, scored, bad]
    return found


def tick_in(series: Series, moment: datetime) -> int:
    """The last tick of a series that is over at `moment`; -1 if none is."""
    return (moment - _EPOCH) // TICK - series.start * TICKS_PER_HOUR - 1
