"""Streams beside each other: how many tweets each had, and how many of them were negative."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.db.tables import Stream, StreamCount
from airparadis.domain.radar.enums import Step


@dataclass(frozen=True, slots=True)
class StreamSeries:
    """The tweets of a stream in equal steps, oldest first."""

    stream: Stream
    tweets: Sequence[int]
    scored: Sequence[int]
    negative: Sequence[int]

    @property
    def total(self) -> int:
        """The tweets of the whole time."""
        return sum(self.tweets)

    def negative_share(self, index: int | None = None) -> float | None:
        """Return the share of negative tweets in a step, or of the whole time; None without any."""
        places = slice(None) if index is None else slice(index, index + 1)
        scored = sum(self.scored[places])
        return sum(self.negative[places]) / scored if scored else None


def compare(
    session: Session, streams: Sequence[Stream], start: datetime, step: timedelta, count: int
) -> list[StreamSeries]:
    """Count the tweets of streams in `count` steps of whole hours from a full hour on.

    The streams with most tweets come first.
    """
    found = {stream.id: ([0] * count, [0] * count, [0] * count) for stream in streams}
    rows = session.execute(
        select(
            StreamCount.stream_id,
            StreamCount.at,
            StreamCount.tweets,
            StreamCount.scored,
            StreamCount.negative,
        ).where(
            StreamCount.stream_id.in_(found),
            StreamCount.step == Step.HOUR,
            StreamCount.at >= start,
            StreamCount.at < start + count * step,
        )
    )
    for number, at, *values in rows:
        place = (at - start) // step
        for column, value in zip(found[number], values, strict=True):
            column[place] += value
    series = [StreamSeries(stream, *found[stream.id]) for stream in streams]
    return sorted(series, key=lambda one: -one.total)
