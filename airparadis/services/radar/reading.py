"""Queries for the radar's pages: counts of a span, bursts, state of the connectors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from airparadis.db.tables import (
    Burst,
    ConnectorState,
    Incident,
    SourceState,
    Stream,
    StreamCount,
    Tweet,
)
from airparadis.domain.incidents.incident import IncidentState
from airparadis.domain.radar.enums import HOUR, Step
from airparadis.domain.radar.expectation import LAG_HOURS, MEMORY_HOURS
from airparadis.domain.radar.sources.gaps import LostGap, moment_of
from airparadis.domain.radar.timeline import Timeline, timeline_of
from airparadis.lib.errors import IncidentNotFoundError
from airparadis.services.radar import history

SPARK_HOURS = 48


@dataclass(frozen=True, slots=True)
class Overview:
    """A stream in a line."""

    stream: Stream
    hours: Sequence[int]
    """Tweets of the last `SPARK_HOURS` hours, oldest first."""
    negative_hours: Sequence[int]
    """Negative ones among them."""
    tweets: int
    negative: int
    scored: int
    incident: Incident | None
    """The one that goes on."""


def latest_count(session: Session, stream: Stream) -> datetime | None:
    """The end of the last hour in which a stream had a tweet."""
    query = select(func.max(StreamCount.at)).where(
        StreamCount.stream_id == stream.id, StreamCount.step == Step.HOUR
    )
    latest = session.scalar(query)
    return None if latest is None else latest + HOUR


def overview(session: Session, streams: Sequence[Stream], now: datetime) -> list[Overview]:
    """Every stream in a line, what runs hot first."""
    running = {burst.stream_id: burst.incident for burst in _running(session)}
    lines = [_line(session, stream, running.get(stream.id), now) for stream in streams]
    return sorted(lines, key=lambda line: line.incident is None)


def _running(session: Session) -> Sequence[Burst]:
    unresolved = select(Burst).join(Burst.incident).options(joinedload(Burst.incident))
    return session.scalars(unresolved.where(Incident.state != IncidentState.RESOLVED)).all()


def _line(session: Session, stream: Stream, incident: Incident | None, now: datetime) -> Overview:
    end = Step.HOUR.start(now) + HOUR
    rows = session.execute(
        select(StreamCount.at, StreamCount.tweets, StreamCount.scored, StreamCount.negative).where(
            StreamCount.stream_id == stream.id,
            StreamCount.step == Step.HOUR,
            StreamCount.at >= end - SPARK_HOURS * HOUR,
            StreamCount.at < end,
        )
    ).all()
    hours, negative_hours = [0] * SPARK_HOURS, [0] * SPARK_HOURS
    for row in rows:
        place = SPARK_HOURS - (end - row.at) // HOUR
        hours[place] += row.tweets
        negative_hours[place] += row.negative
    today = [row for row in rows if row.at >= end - 24 * HOUR]
    return Overview(
        stream,
        hours,
        negative_hours,
        sum(row.tweets for row in today),
        sum(row.negative for row in today),
        sum(row.scored for row in today),
        incident,
    )


def timeline(
    session: Session,
    stream: Stream,
    since: datetime,
    until: datetime,
    step: timedelta,
    zone: str,
) -> Timeline:
    """The counts of `[since, until)`, beginning on a full hour, with what was usual then.

    Steps of full hours are read from the counts by hour, a twelfth as many. What is usual comes out
    the same: it is learnt by the hour, and holds for each hour as for its ticks together.
    """
    begin, end = history.hour_number(since), history.hour_number(until - timedelta(seconds=1)) + 1
    first = begin - MEMORY_HOURS - LAG_HOURS
    read = Step.TICK if step % HOUR else Step.HOUR
    around = history.background(session, first, end, read)
    parts = history.series(session, stream, first, end, around, zone, read)
    return timeline_of(parts, begin - first, step)


def bursts(session: Session, stream: Stream, limit: int = 20) -> list[Burst]:
    """The bursts of a stream, latest first."""
    ours = select(Burst).join(Burst.incident).where(Burst.stream_id == stream.id)
    latest = ours.options(joinedload(Burst.incident)).order_by(Incident.id.desc()).limit(limit)
    return list(session.scalars(latest))


def find_burst(session: Session, incident_id: int) -> Burst:
    """The burst of an incident.

    Raises:
        IncidentNotFoundError: there is none.
    """
    burst = session.get(Burst, incident_id)
    if burst is None:
        raise IncidentNotFoundError(str(incident_id))
    return burst


def tweets_of_report(session: Session, burst: Burst) -> Sequence[Tweet]:
    """Return the tweets that a burst's report quotes and that are still stored."""
    quotes = [*burst.story.get("quotes", ()), *burst.story.get("first", ())]
    numbers = {quote["tweet_id"] for quote in quotes if "tweet_id" in quote}
    return session.scalars(select(Tweet).where(Tweet.id.in_(numbers))).all()


@dataclass(frozen=True, slots=True)
class SourceView:
    """The state of a connector for a stream or, without one, for its whole source."""

    label: str
    """Its name, to be translated."""
    source: SourceState | None
    state: ConnectorState | None = None

    @property
    def failing(self) -> SourceState | ConnectorState | None:
        """The state that has a fault, the source's first."""
        states = (self.source, self.state)
        return next((state for state in states if state and state.last_error), None)

    @property
    def heard_at(self) -> datetime | None:
        """Time of the last successful fetch."""
        return self.source.heard_at if self.source else None

    @property
    def open_since(self) -> datetime | None:
        """Since when tweets are still missing; None if none are, or it is unknown."""
        begins = [moment_of(gap["since"]) for gap in self.state.gaps] if self.state else []
        return min(filter(None, begins), default=None)

    @property
    def lost(self) -> list[LostGap]:
        """The latest gaps that were given up."""
        return [LostGap.from_json(value) for value in self.state.lost] if self.state else []


def sources(
    session: Session, labels: Mapping[str, str], stream: Stream | None = None
) -> list[SourceView]:
    """Return the connectors that have ever worked, for a stream or as a whole.

    Args:
        session: reads.
        labels: the names of connectors, by their names in stored states.
        stream: the one whose states are added.
    """
    known = {state.connector: state for state in session.scalars(select(SourceState))}
    own = dict[str, ConnectorState]()
    if stream is not None:
        ours = select(ConnectorState).where(ConnectorState.stream_id == stream.id)
        own = {state.connector: state for state in session.scalars(ours)}
    names = [name for name in labels if name in known or name in own]
    return [SourceView(labels[name], known.get(name), own.get(name)) for name in names]


def estimated_tweets(
    session: Session, stream_id: int, begin: datetime | None, end: datetime
) -> int | None:
    """Estimate the tweets of a stream in `[begin, end)` by its rate in as long a time afterwards.

    None without a beginning, or if nothing was counted afterwards.
    """
    if begin is None or end <= begin:
        return None
    since, until = Step.HOUR.start(end), Step.HOUR.start(end) + (end - begin) + HOUR
    counted = select(
        func.sum(StreamCount.tweets), func.min(StreamCount.at), func.max(StreamCount.at)
    )
    tweets, first, last = session.execute(
        counted.where(
            StreamCount.stream_id == stream_id,
            StreamCount.step == Step.HOUR,
            StreamCount.at >= since,
            StreamCount.at < until,
        )
    ).one()
    return round(tweets / ((last - first) / HOUR + 1) * ((end - begin) / HOUR)) if tweets else None
