"""Counts over time: what a stream and the collection around it brought, in steps of one length."""

from dataclasses import dataclass, fields
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from airparadis.domain.radar.enums import HOUR, TICK

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

TICKS_PER_HOUR: Final = HOUR // TICK


@dataclass(frozen=True, slots=True)
class Counts:
    """Tweets of a stream and of its background, one value for each step, shape (n,).

    The background is every stored tweet that belongs to no stream: how much of it there is shows
    how well the collection fares, whatever is said of the brand.
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
        """Steps `[start, end)`."""
        return type(self)(*(each[max(start, 0) : max(end, 0)] for each in self._columns()))

    def summed(self, width: int) -> Self:
        """Every `width` neighbours as one; a rest at the end is left out."""
        whole = len(self) // width * width
        return type(self)(
            *(each[:whole].reshape(-1, width).sum(axis=1) for each in self._columns())
        )

    def _columns(self) -> list[Floats]:
        return [getattr(self, each.name) for each in fields(self)]


@dataclass(frozen=True, slots=True)
class Series:
    """Counts of steps in a row, from a full hour on: ticks, or hours where nothing is watched."""

    start: int
    """Hours since 1970, UTC."""
    counts: Counts
    zone_offset_hours: int = 0
    """What the clocks of the stream's readers are ahead of UTC."""
    per_hour: int = TICKS_PER_HOUR
    """Steps to an hour."""

    @property
    def hours(self) -> Counts:
        """The same by full hours."""
        return self.counts.summed(self.per_hour)

    def hour_of_week(self, hours: Ints) -> Ints:
        """0 to 167 from Monday midnight of hours counted from `start`; 1970 began on Thursday."""
        return (hours + self.start + self.zone_offset_hours + 3 * 24) % (7 * 24)


def trailing_sums(values: Floats, width: int) -> Floats:
    """Of the `width` steps that end with each, fewer at the beginning, shape (n,)."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    ends = np.arange(1, len(values) + 1)
    return np.asarray(total[ends] - total[np.maximum(ends - width, 0)], dtype=np.float64)
