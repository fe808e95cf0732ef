"""A backtest of the burst detection on past tweets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np

from airparadis.domain.predictions.label import Sentiment
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
    """The time of the alert: the end of a tick."""
    until: datetime
    burst: Burst


@dataclass(slots=True)
class Recorder:
    """Counts of tweets by tick, of streams and of the background."""

    streams: dict[int, dict[int, list[int]]] = field(default_factory=dict)
    background: dict[int, list[int]] = field(default_factory=dict)

    def add(self, at: datetime, label: Sentiment | None, streams: Iterable[int]) -> None:
        """Count a tweet; one of no stream is background."""
        tick = (at - _EPOCH) // TICK
        counters = [self.streams.setdefault(id_, {}) for id_ in streams] or [self.background]
        for counter in counters:
            sums = counter.setdefault(tick, [0, 0, 0])
            sums[0] += 1
            sums[1] += label is not None
            sums[2] += label is Sentiment.NEGATIVE

    def series(self, stream: int, zone: str = "UTC") -> Series:
        """Return the counts of a stream over the whole recorded time."""
        counters = (*self.streams.values(), self.background)
        ticks = [tick for counter in counters for tick in counter]
        start = min(ticks, default=0) // TICKS_PER_HOUR
        end = max(ticks, default=0) // TICKS_PER_HOUR + 1
        found = counts(self.streams.get(stream, {}), self.background, start, end)
        return Series(start, found, zone)


def counts(
    stream: Mapping[int, Iterable[int]],
    background: Mapping[int, Iterable[int]],
    start: int,
    end: int,
    per_hour: int = TICKS_PER_HOUR,
) -> Counts:
    """Build arrays for the hours `[start, end)` from sums by step since 1970."""
    columns = np.zeros((6, max(end - start, 0) * per_hour))
    for row, sums in ((0, stream), (3, background)):
        for tick, values in sums.items():
            columns[row : row + 3, tick - start * per_hour] = list(values)
    return Counts(*columns)


def replay(series: Series, sensitivity: Sensitivity) -> list[Alert]:
    """Return the alerts of a series, oldest first."""
    found = find_bursts(scan(series, expect(series)), sensitivity.threshold)
    start = _EPOCH + series.start * HOUR
    return [Alert(_end(start, burst.first), _end(start, burst.last), burst) for burst in found]


def _end(start: datetime, tick: int) -> datetime:
    return start + (tick + 1) * TICK
