"""Time series of counts: a stream and its background, in steps of equal length."""

from dataclasses import dataclass, fields
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from airparadis.domain.radar.enums import HOUR, TICK
from airparadis.domain.radar.zone_hours import zone_offsets

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

TICKS_PER_HOUR: Final = HOUR // TICK


@dataclass(frozen=True, slots=True)
class Counts:
    """Tweets of a stream and of its background by step, shape (n,).

    The background is every stored tweet outside all streams: it shows how much is being collected,
    whatever is said about the brand.
    """

    tweets: Floats
    scored: Floats
    negative: Floats
    background: Floats
    background_scored: Floats
    background_negative: Floats

    def __len__(self) -> int:
        return len(self.tweets)

    def part(self, start: int, end: int) -> Self:
        """Return the steps `[start, end)`."""
        return type(self)(*(column[max(start, 0) : max(end, 0)] for column in self._columns()))

    def summed(self, width: int) -> Self:
        """Sum every `width` neighbours; an incomplete rest at the end is dropped."""
        whole = len(self) // width * width
        return type(self)(
            *(column[:whole].reshape(-1, width).sum(axis=1) for column in self._columns())
        )

    def _columns(self) -> list[Floats]:
        return [getattr(self, field.name) for field in fields(self)]


@dataclass(frozen=True, slots=True)
class Series:
    """Counts of consecutive steps from a full hour on: ticks, or hours if nothing is watched."""

    start: int
    """Hours since 1970, UTC."""
    counts: Counts
    zone: str = "UTC"
    """The zone by whose clocks the stream's readers live."""
    per_hour: int = TICKS_PER_HOUR
    """Steps in an hour."""

    @property
    def hours(self) -> Counts:
        """The counts by full hour."""
        return self.counts.summed(self.per_hour)

    @property
    def local_hours(self) -> Ints:
        """The hour of the zone's clocks since 1970 at each full hour, shape (hours,).

        One is skipped or repeated where the clocks change.
        """
        count = -(-len(self.counts) // self.per_hour)
        return np.arange(count) + self.start + zone_offsets(self.zone, self.start, count)


def trailing_sums(values: Floats, width: int) -> Floats:
    """Sum the `width` steps that end with each step, fewer at the beginning, shape (n,)."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    ends = np.arange(1, len(values) + 1)
    return np.asarray(total[ends] - total[np.maximum(ends - width, 0)], dtype=np.float64)
