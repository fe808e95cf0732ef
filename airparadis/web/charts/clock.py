"""Marks of an axis of time: round hours, or midnights of the reader's zone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

from flask_babel import format_datetime

from airparadis.web.charts.figure import MAX_TICKS
from airparadis.web.charts.plot import Tick

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_APART = (
    *(timedelta(minutes=each) for each in (10, 15, 30)),
    *(each * _HOUR for each in (1, 2, 3, 4, 6, 8)),
    *(each * _DAY for each in (1, 2, 4, 7, 14, 30, 60, 90)),
)
_EDGE = 4.0
"""Per cent from either end: words there stay within the plot."""


def clock_ticks(start: datetime, span: timedelta, zone: tzinfo) -> list[Tick]:
    """Marks of `span` from `start` on, about `MAX_TICKS`: times of day up to two days,
    else days.

    Args:
        start: aware.
        span: more than none.
        zone: whose midnights are meant.
    """
    least = _DAY if span > 2 * _DAY else timedelta()
    apart = next((e for e in _APART if e >= least and span / e <= MAX_TICKS + 1), _APART[-1])
    pattern = "HH:mm" if apart < _DAY else "d MMM"
    return [
        _tick(100 * ((moment - start) / span), format_datetime(moment, pattern))
        for moment in _moments(start, span, apart, zone)
    ][: MAX_TICKS + 1]


def _moments(
    start: datetime, span: timedelta, apart: timedelta, zone: tzinfo
) -> Iterator[datetime]:
    midnight = start.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    begin = midnight.astimezone(UTC) if apart < _DAY else midnight  # a zone's days have 23 to 25 h
    place = max((start - begin) // apart - 1, 0)
    while (moment := begin + place * apart) <= start + span:
        if moment >= start:
            yield moment
        place += 1


def _tick(at: float, words: str) -> Tick:
    anchor = "start" if at < _EDGE else "end" if at > 100 - _EDGE else "middle"
    return Tick(at, words, anchor)
