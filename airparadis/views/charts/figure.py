"""A chart as a reader gets it: drawn, summed up in a sentence, and as a table."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask_babel import format_datetime, to_user_timezone

from airparadis.domain.monitoring import Interval
from airparadis.domain.timeline import Bucket
from airparadis.services.monitoring import Observation
from airparadis.views.charts.plot import Plot, Tick, centre
from airparadis.views.presentation import number, percent

__all__ = ["Figure", "between", "number", "time_names", "time_ticks"]

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


def time_ticks(buckets: Sequence[Bucket]) -> list[Tick]:
    """At most `MAX_TICKS` beginnings of buckets: times of day, or days in a longer stretch."""
    every = -(-len(buckets) // MAX_TICKS)
    pattern = "HH:mm" if buckets[-1].end - buckets[0].start <= _DAY else "d MMM"
    chosen = list(enumerate(buckets))[every // 2 :: every]
    return [
        Tick(centre(place, len(buckets)), format_datetime(bucket.start, pattern))
        for place, bucket in chosen
    ]


def time_names(seen: Observation) -> list[str]:
    """When each bucket begins; without the time of day where it is midnight."""
    return [_time_name(bucket, seen.step) for bucket in seen.buckets]


def _time_name(bucket: Bucket, step: timedelta) -> str:
    if step < _DAY:
        return str(format_datetime(bucket.start, "d MMM, HH:mm"))
    is_midnight = to_user_timezone(bucket.start).time() == datetime.min.time()
    return str(format_datetime(bucket.start, "d MMM y" if is_midnight else "d MMM y, HH:mm"))


def between(interval: Interval | None) -> str:
    """An interval of shares."""
    return "–" if interval is None else f"{percent(interval.low)} – {percent(interval.high)}"
