"""The past run through the detection again, by the clock of its tweets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np

from airparadis.domain.predictions.label import Label
from airparadis.domain.radar.bursts import Burst, find_bursts
from airparadis.domain.radar.detection import scan
from airparadis.domain.radar.enums import HOUR, TICK, Sensitivity
from airparadis.domain.radar.expectation import expect
from airparadis.domain.radar.series import TICKS_PER_HOUR, Counts, Series

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Alert:
    """A burst with its times."""

    at: datetime
    """When the alarm was raised: at the end of a tick."""
    until: datetime
    burst: Burst


@dataclass(slots=True)
class Recorder:
    """Counts tweets of streams and of the background by tick."""

    streams: dict[int, dict[int, list[int]]] = field(default_factory=dict)
    background: dict[int, list[int]] = field(default_factory=dict)

    def add(self, at: datetime, label: Label | None, streams: Iterable[int]) -> None:
        """Count a tweet; one of no stream is background."""
        tick = (at - _EPOCH) // TICK
        places = [self.streams.setdefault(each, {}) for each in streams] or [self.background]
        for place in places:
            sums = place.setdefault(tick, [0, 0, 0])
            sums[0] += 1
            sums[1] += label is not None
            sums[2] += label is Label.NEGATIVE

    def series(self, stream: int, offset_hours: int = 0) -> Series:
        """The counts of a stream over the whole time that was recorded."""
        ticks = [tick for place in (*self.streams.values(), self.background) for tick in place]
        start = min(ticks, default=0) // TICKS_PER_HOUR
        end = max(ticks, default=0) // TICKS_PER_HOUR + 1
        return Series(
            start, counts(self.streams.get(stream, {}), self.background, start, end), offset_hours
        )


def counts(
    stream: Mapping[int, Iterable[int]],
    background: Mapping[int, Iterable[int]],
    start: int,
    end: int,
    per_hour: int = TICKS_PER_HOUR,
) -> Counts:
    """Arrays of the steps of the hours `[start, end)` from sums by step since 1970."""
    columns = np.zeros((6, max(end - start, 0) * per_hour))
    for place, sums in ((0, stream), (3, background)):
        for tick, values in sums.items():
            columns[place : place + 3, tick - start * per_hour] = list(values)
    return Counts(*columns)


def replay(series: Series, sensitivity: Sensitivity) -> list[Alert]:
    """The alerts of a series, oldest first."""
    found = find_bursts(scan(series, expect(series)), sensitivity.threshold)
    begin = _EPOCH + series.start * HOUR
    return [Alert(_end(begin, each.first), _end(begin, each.last), each) for each in found]


def _end(begin: datetime, tick: int) -> datetime:
    return begin + (tick + 1) * TICK


def offset_hours(zone_offset: timedelta | None) -> int:
    """Whole hours that a zone is ahead of UTC."""
    return round((zone_offset or timedelta()) / HOUR)
