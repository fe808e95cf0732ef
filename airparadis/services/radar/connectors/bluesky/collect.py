"""Collect posts of Jetstream for a while, without a database."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from airparadis.domain.radar.sources.bluesky import read_event, reconnect_pause
from airparadis.domain.radar.sources.ingest_schema import IncomingTweet
from airparadis.services.radar.connectors.bluesky.listener import BLOCK_SIZE, Api
from airparadis.services.radar.connectors.connector import SourceError

PATIENCE_SECONDS = 0.5
MAX_FAILURES = 10
"""Attempts in a row, of about a quarter of an hour."""


def collect(
    api: Api,
    clock: Callable[[], datetime],
    keep_on: Callable[[], bool],
    wait: Callable[[float], object],
    length: timedelta,
) -> Iterator[IncomingTweet]:
    """Yield new posts for some time; reconnects where it was.

    Raises:
        SourceError: the server could not be reached `MAX_FAILURES` times in a row.
    """
    end, place, failures = clock() + length, None, 0
    while keep_on() and clock() < end:
        try:
            with api.open(place, clock()) as connection:
                while keep_on() and clock() < end:
                    frames = connection.waiting(PATIENCE_SECONDS, BLOCK_SIZE)
                    failures = 0 if frames else failures
                    for at, post in _posts(frames, clock(), place):
                        place = at
                        yield post
        except SourceError as error:
            failures += 1
            if failures >= MAX_FAILURES:
                raise
            pause = error.fault.asked_pause or reconnect_pause(failures)
            left = max(end - clock(), timedelta())
            wait(min(pause, left).total_seconds())


def _posts(
    frames: Iterable[bytes], now: datetime, place: datetime | None
) -> Iterator[tuple[datetime, IncomingTweet]]:
    """Yield the posts of events later than a place: a reconnection repeats some."""
    for frame in frames:
        event = read_event(frame, now)
        if event and event.post and (place is None or event.at > place):
            place = event.at
            yield event.at, event.post
