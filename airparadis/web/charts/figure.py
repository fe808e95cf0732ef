"""A chart with its summary and its table, and the time axis that charts share."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask_babel import format_datetime, to_user_timezone

from airparadis.domain.monitoring.figures import Interval
from airparadis.domain.monitoring.timeline import Bucket
from airparadis.services.monitoring.dashboard import DashboardData
from airparadis.web.charts.plot import Plot, Tick, slot_centre
from airparadis.web.presentation.formatting import number, percent

__all__ = ["Figure", "TimeAxis", "interval_text", "number", "time_axis"]

MAX_TICKS = 6
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Figure:
    """One or more plots of the same values, a summary in a sentence and the values as a table."""

    name: str
    title: str
    summary: str
    plots: Sequence[Plot]
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    legend: Sequence[tuple[str, str]] = field(default_factory=tuple)
    """Pairs of a kind of mark and its meaning."""
    row_links: Sequence[str] = field(default_factory=tuple)
    """The URLs of the rows: links within a plot cannot be reached by keyboard."""


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """The names and ticks of the buckets, formatted once for all charts."""

    names: Sequence[str]
    """The beginning of each bucket; without the time of day where it is midnight."""
    ticks: Sequence[Tick]


def time_axis(observed: DashboardData) -> TimeAxis:
    """Format the axis in the reader's language and time zone."""
    names = [_time_name(bucket, observed.step) for bucket in observed.buckets]
    return TimeAxis(names, _bucket_ticks(observed.buckets))


def _bucket_ticks(buckets: Sequence[Bucket]) -> list[Tick]:
    """Mark at most `MAX_TICKS` buckets by the time of day, or by the day in a longer span."""
    every = -(-len(buckets) // MAX_TICKS)
    pattern = "HH:mm" if buckets[-1].end - buckets[0].start <= _DAY else "d MMM"
    chosen = list(enumerate(buckets))[every // 2 :: every]
    return [
        Tick(slot_centre(index, len(buckets)), format_datetime(bucket.start, pattern))
        for index, bucket in chosen
    ]


def _time_name(bucket: Bucket, step: timedelta) -> str:
    if step < _DAY:
        return str(format_datetime(bucket.start, "d MMM, HH:mm"))
    is_midnight = to_user_timezone(bucket.start).time() == datetime.min.time()
    return str(format_datetime(bucket.start, "d MMM y" if is_midnight else "d MMM y, HH:mm"))


def interval_text(interval: Interval | None) -> str:
    """Format an interval of shares, as a dash if there is none."""
    return "–" if interval is None else f"{percent(interval.low)} – {percent(interval.high)}"
