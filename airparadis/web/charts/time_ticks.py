"""Ticks of a time axis: round hours, or midnights of the reader's zone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

from flask_babel import format_datetime

from airparadis.web.charts.figure import MAX_TICKS
from airparadis.web.charts.plot import Tick

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_STEPS = (
    *(timedelta(minutes=minutes) for minutes in (10, 15, 30)),
    *(hours * _HOUR for hours in (1, 2, 3, 4, 6, 8)),
    *(days * _DAY for days in (1, 2, 4, 7, 14, 30, 60, 90)),
)
_EDGE = 4.0
"""Per cent from either end, where texts are anchored to stay within the plot."""


def time_ticks(start: datetime, span: timedelta, zone: tzinfo) -> list[Tick]:
    """Mark an axis at about `MAX_TICKS` times of day, or at days if it spans more than two.

    Args:
        start: the beginning of the axis, aware.
        span: the length of the axis, more than zero.
        zone: the zone whose midnights are marked.
    """
    minimum = _DAY if span > 2 * _DAY else timedelta()
    step = next(
        (step for step in _STEPS if step >= minimum and span / step <= MAX_TICKS + 1), _STEPS[-1]
    )
    pattern = "HH:mm" if step < _DAY else "d MMM"
    return [
        _tick(100 * ((moment - start) / span), format_datetime(moment, pattern))
        for moment in _moments(start, span, step, zone)
    ][: MAX_TICKS + 1]


def _moments(start: datetime, span: timedelta, step: timedelta, zone: tzinfo) -> Iterator[datetime]:
    midnight = start.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    begin = midnight.astimezone(UTC) if step < _DAY else midnight  # a zone's days have 23 to 25 h
    index = max((start - begin) // step - 1, 0)
    while (moment := begin + index * step) <= start + span:
        if moment >= start:
            yield moment
        index += 1


def _tick(at: float, text: str) -> Tick:
    anchor = "start" if at < _EDGE else "end" if at > 100 - _EDGE else "middle"
    return Tick(at, text, anchor)
