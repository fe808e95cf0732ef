"""What each step of a series should have brought, by what came before it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from airparadis.domain.radar.baseline import Baselines, fit_baselines
from airparadis.domain.radar.series import Counts, Floats, Ints, Series

BLOCK_HOURS: Final = 6
"""A baseline holds for this long, from a multiple of it in UTC on."""

LAG_HOURS: Final = 18
"""A baseline knows nothing younger than this before it begins: a burst must not hide itself."""

MEMORY_HOURS: Final = 28 * 24
FLOW_WARM_UP_HOURS: Final = 24
"""Hours with tweets that must have been seen before anything can be called unusual."""

CLOCK_WARM_UP_HOURS: Final = 48
"""The same against the clock: mornings and nights must have been seen more than once."""

BACKGROUND_RATIO: Final = 5.0
"""The background tells how the collection fares if it is this many times the stream."""

FLOW_PRIOR: Final = 50.0
"""Against the background, hours and days differ little."""

CLOCK_PRIOR: Final = 4.0
"""Against the clock they differ much: nights are quiet."""

AT_ONCE: Final = 32
"""Blocks that are learnt together: what is at hand of them fits into a processor's cache."""

_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Expectation:
    """Usual counts of each step, shape (n,); NaN while too little has been seen."""

    tweets: Floats
    tweets_spread: Floats
    """Variance beyond Poisson's, relative to the squared mean."""
    negative: Floats
    negative_spread: Floats
    share_offset: Floats
    """Log-odds of "negative" in the stream over those of the background (or over even odds)."""
    has_background: Floats
    """1 where the background is the measure, 0 where the clock is."""

    def part(self, start: int, end: int) -> Self:
        """Steps `[start, end)`."""
        return type(self)(*(getattr(self, each.name)[start:end] for each in fields(self)))


def expect(series: Series, first_step: int = 0) -> Expectation:
    """Work out what is usual from `first_step` on, a multiple of an hour's steps.

    Only what is at least `LAG_HOURS` older than a block is used for it, so that the value of a
    step is the same whether asked for at once or years later.
    """
    count, hours = len(series.counts), series.hours
    columns = np.full((6, count), np.nan)
    width = np.arange(BLOCK_HOURS * series.per_hour)
    for begins in _blocks(series, first_step // series.per_hour):
        known = _learn(series, hours, begins)
        steps = known.begins[:, None] * series.per_hour + width
        row, _ = np.nonzero(inside := (steps >= 0) & (steps < count))
        at = steps[inside]
        columns[:, at] = _columns(series, known, row, at)
    return Expectation(*columns)


def _blocks(series: Series, start_hour: int) -> Iterator[Ints]:
    """The hours in which blocks begin, together those with equally long a past."""
    phase = (series.start + start_hour) % BLOCK_HOURS
    begins = np.arange(start_hour - phase, -(-len(series.counts) // series.per_hour), BLOCK_HOURS)
    lengths = _past_hours(begins)
    for length in np.unique(lengths[lengths > 0]):
        same = begins[lengths == length]
        yield from np.array_split(same, -(-len(same) // AT_ONCE))


def _past_hours(begins: Ints) -> Ints:
    return np.clip(begins - LAG_HOURS, 0, MEMORY_HOURS)


@dataclass(frozen=True, slots=True)
class _Known:
    """What was learnt for the blocks that begin in some hours, a row each."""

    begins: Ints
    tweets: Baselines
    negative: Baselines
    share_offset: Floats
    has_background: NDArray[np.bool_]


def _learn(series: Series, hours: Counts, begins: Ints) -> _Known:
    """For blocks with equally long a past; those that have seen too little are left out."""
    past = _past(hours, begins)
    has_background = past.background.sum(axis=1) > BACKGROUND_RATIO * past.tweets.sum(axis=1)
    seen = (past.background + past.tweets > 0).sum(axis=1)
    is_known = seen >= np.where(has_background, FLOW_WARM_UP_HOURS, CLOCK_WARM_UP_HOURS)
    begins, has_background = begins[is_known], has_background[is_known]
    past = Counts(*(getattr(past, each.name)[is_known] for each in fields(past)))
    first = series.hour_of_week(begins - LAG_HOURS - past.tweets.shape[1])
    prior = np.where(has_background, FLOW_PRIOR, CLOCK_PRIOR)
    flow, angry = (
        np.where(has_background[:, None], each, 1.0)
        for each in (past.background, past.background_negative)
    )
    return _Known(
        begins,
        fit_baselines(past.tweets, flow, first, prior),
        fit_baselines(past.negative, angry, first, prior),
        _share_offset(past, has_background),
        has_background,
    )


def _past(hours: Counts, begins: Ints) -> Counts:
    """The hours before some blocks, a row each, shape (b, n)."""
    length = int(_past_hours(begins)[0])
    at = (begins - LAG_HOURS - length)[:, None] + np.arange(length)
    return Counts(*(getattr(hours, each.name).take(at) for each in fields(hours)))


def _share_offset(past: Counts, has_background: NDArray[np.bool_]) -> Floats:
    """Each hour counts by its square root, or one bad day would be the usual one."""
    weight = 1 / np.sqrt(np.maximum(past.scored, 1))
    own = _log_odds((past.negative * weight).sum(axis=1), (past.scored * weight).sum(axis=1))
    around = _log_odds(past.background_negative.sum(axis=1), past.background_scored.sum(axis=1))
    return np.where(has_background, own - around, own)


def _log_odds(negative: Floats, scored: Floats) -> Floats:
    odds = (negative + _HALF) / (np.maximum(scored - negative, 0) + _HALF)
    return np.asarray(np.log(odds), dtype=np.float64)


def _columns(series: Series, known: _Known, row: Ints, steps: Ints) -> Floats:
    """The columns of an `Expectation` at some steps, each by the block in its `row`."""
    place = series.hour_of_week(steps // series.per_hour)
    has_background = known.has_background[row]
    flow, angry = (
        np.where(has_background, each[steps], 1 / series.per_hour)
        for each in (series.counts.background, series.counts.background_negative)
    )
    return np.stack(
        [
            known.tweets.expected(row, flow, place),
            known.tweets.spread(row, place),
            known.negative.expected(row, angry, place),
            known.negative.spread(row, place),
            known.share_offset[row],
            has_background.astype(np.float64),
        ]
    )
