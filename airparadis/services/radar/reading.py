"""What the radar's pages show: counts of a span, tweets in pages, bursts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from airparadis.classifier import Label
from airparadis.domain.incident import IncidentState
from airparadis.errors import IncidentNotFoundError
from airparadis.models import Burst, Incident, Stream, StreamCount, StreamTweet, Tweet
from airparadis.radar.expectation import LAG_HOURS, MEMORY_HOURS, Expectation, expect
from airparadis.radar.series import TICKS_PER_HOUR, Floats, trailing_sums
from airparadis.radar.vocabulary import HOUR, Step
from airparadis.services.paging import Page
from airparadis.services.radar import history

PAGE_SIZE = 50
SPARK_HOURS = 48
_BAND_SDS = 2.0


@dataclass(frozen=True, slots=True)
class Timeline:
    """Counts of a stream in equal steps, each shape (n,); `low` to `high` is usual."""

    start: datetime
    step: timedelta
    tweets: Floats
    scored: Floats
    negative: Floats
    low: Floats
    high: Floats

    def begins(self, place: int) -> datetime:
        """When a step begins."""
        return self.start + place * self.step


@dataclass(frozen=True, slots=True)
class Overview:
    """A stream in a line."""

    stream: Stream
    hours: Sequence[int]
    """Tweets of the last `SPARK_HOURS` hours, oldest first."""
    tweets: int
    negative: int
    scored: int
    incident: Incident | None
    """The one that goes on."""


@dataclass(frozen=True, slots=True)
class TweetFilter:
    """Which tweets of a stream are listed."""

    since: datetime | None = None
    until: datetime | None = None
    label: Label | None = None
    search: str = ""
    by_reach: bool = False


def latest_count(session: Session, stream: Stream) -> datetime | None:
    """The end of the last hour in which a stream had a tweet."""
    query = select(func.max(StreamCount.at)).where(
        StreamCount.stream_id == stream.id, StreamCount.step == Step.HOUR
    )
    latest = session.scalar(query)
    return None if latest is None else latest + HOUR


def overview(session: Session, streams: Sequence[Stream], now: datetime) -> list[Overview]:
    """Every stream in a line."""
    running = {each.stream_id: each.incident for each in _running(session)}
    return [_line(session, each, running.get(each.id), now) for each in streams]


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
    hours = [0] * SPARK_HOURS
    for row in rows:
        hours[SPARK_HOURS - (end - row.at) // HOUR] = row.tweets
    today = [row for row in rows if row.at >= end - 24 * HOUR]
    return Overview(
        stream,
        hours,
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
    offset_hours: int,
) -> Timeline:
    """The counts of `[since, until)`, beginning on a full hour, with what was usual then."""
    begin, end = history.hour_number(since), history.hour_number(until - timedelta(seconds=1)) + 1
    first = begin - MEMORY_HOURS - LAG_HOURS
    around = history.background(session, first, end)
    series = history.series(session, stream, first, end, around, offset_hours)
    lead = (begin - first) * TICKS_PER_HOUR
    usual = expect(series, lead)
    width = max(int(step / HOUR * TICKS_PER_HOUR), 1)
    ticks = series.ticks.part(lead, len(series.ticks))
    low, high = _band(usual.part(lead, len(series.ticks)), width)
    ends = np.arange(width - 1, len(ticks), width)
    columns = (ticks.tweets, ticks.scored, ticks.negative)
    tweets, scored, negative = (trailing_sums(each, width)[ends] for each in columns)
    start = history.moment_of(begin * TICKS_PER_HOUR)
    return Timeline(start, step, tweets, scored, negative, low[ends], high[ends])


def _band(usual: Expectation, width: int) -> tuple[Floats, Floats]:
    """What is usual in the `width` ticks that end with each; NaN where it is not known."""
    mean = trailing_sums(np.nan_to_num(usual.tweets), width)
    spread = trailing_sums(np.nan_to_num(usual.tweets * usual.tweets_spread), width)
    deviation = np.sqrt(mean + spread * mean)
    unknown = trailing_sums(np.isnan(usual.tweets).astype(np.float64), width) > 0
    low = np.where(unknown, np.nan, np.maximum(mean - _BAND_SDS * deviation, 0))
    return low, np.where(unknown, np.nan, mean + _BAND_SDS * deviation)


def tweets(session: Session, stream: Stream, wanted: TweetFilter, number: int = 1) -> Page[Tweet]:
    """The tweets of a stream in pages, latest first or most reached first."""
    query = _filtered(stream, wanted)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    order = Tweet.reach.desc().nulls_last() if wanted.by_reach else StreamTweet.created_at.desc()
    page = query.order_by(order, Tweet.id.desc()).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    return Page(session.scalars(page).all(), number, PAGE_SIZE, total)


def _filtered(stream: Stream, wanted: TweetFilter) -> Select[Tweet]:
    query = select(Tweet).join(StreamTweet, StreamTweet.tweet_id == Tweet.id)
    query = query.where(StreamTweet.stream_id == stream.id)
    if wanted.since:
        query = query.where(StreamTweet.created_at >= wanted.since)
    if wanted.until:
        query = query.where(StreamTweet.created_at < wanted.until)
    if wanted.label:
        query = query.where(Tweet.label == wanted.label)
    if wanted.search:
        query = query.where(Tweet.text.icontains(wanted.search, autoescape=True))
    return query


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
