"""Counts by the hours of local clocks, in which days always have 24 of them."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from airparadis.domain.radar.series import Counts, Floats, Ints, Series


@dataclass(frozen=True, slots=True)
class LocalHours:
    """The counts of a series by the hours of its zone's clocks.

    Where clocks go forward an hour has no length and no counts; where they go back one is twice as
    long and holds both.
    """

    numbers: Ints
    """The local hour since 1970 of each hour of the series, shape (n,)."""
    counts: Counts
    """Counts of every local hour from `numbers[0]` on, shape (m,)."""
    lengths: Floats
    """Hours that each took: 0, 1 or 2, shape (m,)."""

    @classmethod
    def of(cls, series: Series) -> Self:
        """Return the local hours of a series."""
        hours, numbers = series.hours, series.local_hours
        whole = numbers[: len(hours)]
        if np.all(np.diff(whole) == 1):  # the clocks do not change
            return cls(numbers, hours, np.ones(len(whole)))
        at = whole - whole.min()
        size = int(at.max()) + 1
        columns = (getattr(hours, column.name) for column in fields(hours))
        summed = Counts(*(np.bincount(at, values, size).astype(np.float64) for values in columns))
        return cls(numbers, summed, np.bincount(at, minlength=size).astype(np.float64))

    def before(self, ends: Ints, length: int) -> tuple[Counts, Floats, Ints]:
        """Return the local hours before some hours of the series, a row each.

        Args:
            ends: hours from the start of the series, each after the last one of its row.
            length: how many local hours a row has; 0 before the series began.

        Returns:
            Their counts and lengths, shape (b, length), and the local hour after each row, shape
            (b,).
        """
        after = self.numbers[ends - 1] + 1
        at = (after - length - self.numbers.min())[:, None] + np.arange(length)
        is_known = at >= 0
        columns = (getattr(self.counts, column.name) for column in fields(self.counts))
        rows = (np.where(is_known, values.take(np.maximum(at, 0)), 0.0) for values in columns)
        lengths = np.where(is_known, self.lengths.take(np.maximum(at, 0)), 0.0)
        return Counts(*rows), lengths, after
