"""Expected counts for every step of a series, from the steps before it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from airparadis.domain.radar.baseline import Baselines, fit_baselines
from airparadis.domain.radar.local_hours import LocalHours
from airparadis.domain.radar.series import Counts, Floats, Ints, Series
from airparadis.domain.radar.zone_hours import hour_of_week

BLOCK_HOURS: Final = 6
"""Duration for which a baseline is used, from a multiple of it in UTC."""

LAG_HOURS: Final = 18
"""The latest hours before a baseline's start that it ignores: a burst must not hide itself."""

MEMORY_HOURS: Final = 28 * 24
FLOW_WARM_UP_HOURS: Final = 24
"""Hours with tweets required before anything can be unusual, against the background."""

CLOCK_WARM_UP_HOURS: Final = 48
"""The same against the clock: mornings and nights must have occurred more than once."""

BACKGROUND_RATIO: Final = 5.0
"""The background measures the collection if it is this many times the stream."""

FLOW_PRIOR: Final = 50.0
"""Against the background, hours and days differ little."""

CLOCK_PRIOR: Final = 4.0
"""Against the clock they differ much: nights are quiet."""

MIN_EMPTY_HOURS: Final = 48
"""Empty hours at the beginning of a past from which on they are no part of it."""

BLOCK_BATCH: Final = 32
"""Blocks fitted together: their data fits into a processor's cache."""

_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Expectation:
    """Usual counts of every step, shape (n,); NaN while too little has been counted."""

    tweets: Floats
    tweets_spread: Floats
    """Variance beyond Poisson's, relative to the squared mean."""
    negative: Floats
    negative_spread: Floats
    share_offset: Floats
    """Log-odds of "negative" in the stream over those of the background (or even odds)."""
    has_background: Floats
    """1 where the background is the measure, 0 where the clock is."""

    def part(self, start: int, end: int) -> Self:
        """Return the steps `[start, end)`."""
        return type(self)(*(getattr(self, column.name)[start:end] for column in fields(self)))


def expect(series: Series, first_step: int = 0) -> Expectation:
    """Compute usual counts from `first_step` on, a multiple of an hour's steps.

    A block uses only data at least `LAG_HOURS` older, so that the value of a step is the same
    whether computed at once or years later.
    """
    count, local = len(series.counts), LocalHours.of(series)
    columns = np.full((6, count), np.nan)
    width = np.arange(BLOCK_HOURS * series.per_hour)
    for starts in _block_starts(series, first_step // series.per_hour):
        blocks = _fit_blocks(local, starts)
        steps = blocks.starts[:, None] * series.per_hour + width
        row, _ = np.nonzero(inside := (steps >= 0) & (steps < count))
        at = steps[inside]
        columns[:, at] = _columns(series, local, blocks, row, at)
    return Expectation(*columns)


def _block_starts(series: Series, start_hour: int) -> Iterator[Ints]:
    """Yield the starting hours of blocks, together those with pasts of equal length."""
    phase = (series.start + start_hour) % BLOCK_HOURS
    starts = np.arange(start_hour - phase, -(-len(series.counts) // series.per_hour), BLOCK_HOURS)
    lengths = _past_hours(starts)
    for length in np.unique(lengths[lengths > 0]):
        same = starts[lengths == length]
        yield from np.array_split(same, -(-len(same) // BLOCK_BATCH))


def _past_hours(starts: Ints) -> Ints:
    return np.clip(starts - LAG_HOURS, 0, MEMORY_HOURS)


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The baselines of the blocks that start in some hours, a row each."""

    starts: Ints
    tweets: Baselines
    negative: Baselines
    share_offset: Floats
    has_background: NDArray[np.bool_]


def _fit_blocks(local: LocalHours, starts: Ints) -> _Blocks:
    """Fit blocks with pasts of equal length; skip those that have too little data."""
    length = int(_past_hours(starts)[0])
    past, lengths, ends = local.before(starts - LAG_HOURS, length)
    lengths = lengths * _has_begun(past)
    has_background = past.background.sum(axis=1) > BACKGROUND_RATIO * past.tweets.sum(axis=1)
    seen = (past.background + past.tweets > 0).sum(axis=1)
    is_known = seen >= np.where(has_background, FLOW_WARM_UP_HOURS, CLOCK_WARM_UP_HOURS)
    starts, has_background = starts[is_known], has_background[is_known]
    past = Counts(*(getattr(past, column.name)[is_known] for column in fields(past)))
    first = hour_of_week(ends[is_known] - length)
    prior = np.where(has_background, FLOW_PRIOR, CLOCK_PRIOR)
    flow, negative_flow = (
        np.where(has_background[:, None], column, lengths[is_known])
        for column in (past.background, past.background_negative)
    )
    return _Blocks(
        starts,
        fit_baselines(past.tweets, flow, first, prior),
        fit_baselines(past.negative, negative_flow, first, prior),
        _share_offset(past, has_background),
        has_background,
    )


def _has_begun(past: Counts) -> NDArray[np.bool_]:
    """Return which hours count: those before the first tweets do not if they are many.

    They are from before the source was read, and would make its usual level too low.
    """
    begun = np.maximum.accumulate(past.background + past.tweets > 0, axis=1)
    is_new = (~begun).sum(axis=1, keepdims=True) >= MIN_EMPTY_HOURS
    return np.asarray(begun | ~is_new, dtype=np.bool_)


def _share_offset(past: Counts, has_background: NDArray[np.bool_]) -> Floats:
    """Weight an hour by its square root, so that one bad day does not become the usual one."""
    weight = 1 / np.sqrt(np.maximum(past.scored, 1))
    own = _log_odds((past.negative * weight).sum(axis=1), (past.scored * weight).sum(axis=1))
    around = _log_odds(past.background_negative.sum(axis=1), past.background_scored.sum(axis=1))
    return np.where(has_background, own - around, own)


def _log_odds(negative: Floats, scored: Floats) -> Floats:
    odds = (negative + _HALF) / (np.maximum(scored - negative, 0) + _HALF)
    return np.asarray(np.log(odds), dtype=np.float64)


def _columns(series: Series, local: LocalHours, blocks: _Blocks, row: Ints, steps: Ints) -> Floats:
    """Return the columns of an `Expectation` at some steps, by the block in `row`."""
    of_week = hour_of_week(local.numbers[steps // series.per_hour])
    has_background = blocks.has_background[row]
    flow, negative_flow = (
        np.where(has_background, counts[steps], 1 / series.per_hour)
        for counts in (series.counts.background, series.counts.background_negative)
    )
    return np.stack(
        [
            blocks.tweets.expected(row, flow, of_week),
            blocks.tweets.spread(row, of_week),
            blocks.negative.expected(row, negative_flow, of_week),
            blocks.negative.spread(row, of_week),
            blocks.share_offset[row],
            has_background.astype(np.float64),
        ]
    )
