"""A chart as a reader gets it: drawn, summed up in a sentence, and as a table."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask_babel import format_datetime, to_user_timezone

from airparadis.domain.monitoring.figures import Interval
from airparadis.domain.monitoring.timeline import Bucket
from airparadis.services.monitoring.dashboard import Observation
from airparadis.web.charts.plot import Plot, Tick, centre
from airparadis.web.presentation.formatting import number, percent

__all__ = ["Figure", "TimeAxis", "between", "number", "time_axis"]

MAX_TICKS = 6
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Figure:
    """One or more plots over the same values."""

    name: str
    title: str
    summary: str
    plots: Sequence[Plot]
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    legend: Sequence[tuple[str, str]] = field(default_factory=tuple)
    """Kinds of marks and what they stand for."""
    row_links: Sequence[str] = field(default_factory=tuple)
    """Where rows of the table lead, as in the plot, which cannot be reached by keyboard."""


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """The buckets of an observation in words, written once for all charts over them."""

    names: Sequence[str]
    """When each begins; without the time of day where it is midnight."""
    ticks: Sequence[Tick]


def time_axis(seen: Observation) -> TimeAxis:
    """In the reader's language and zone."""
    names = [_time_name(bucket, seen.step) for bucket in seen.buckets]
    return TimeAxis(names, _time_ticks(seen.buckets))


def _time_ticks(buckets: Sequence[Bucket]) -> list[Tick]:
    """At most `MAX_TICKS` beginnings of buckets: times of day, or days in a longer stretch."""
    every = -(-len(buckets) // MAX_TICKS)
    pattern = "HH:mm" if buckets[-1].end - buckets[0].start <= _DAY else "d MMM"
    chosen = list(enumerate(buckets))[every // 2 :: every]
    return [
        Tick(centre(place, len(buckets)), format_datetime(bucket.start, pattern))
        for place, bucket in chosen
    ]


def _time_name(bucket: Bucket, step: timedelta) -> str:
    if step < _DAY:
        return str(format_datetime(bucket.start, "d MMM, HH:mm"))
    is_midnight = to_user_timezone(bucket.start).time() == datetime.min.time()
    return str(format_datetime(bucket.start, "d MMM y" if is_midnight else "d MMM y, HH:mm"))


def between(interval: Interval | None) -> str:
    """An interval of shares."""
    return "–" if interval is None else f"{percent(interval.low)} – {percent(interval.high)}"
