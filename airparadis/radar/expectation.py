"""What each tick of a series should have brought, by what came before it."""

from dataclasses import dataclass, fields
from typing import Final, Self

import numpy as np

from airparadis.radar.baseline import Baseline, fit_baseline
from airparadis.radar.series import TICKS_PER_HOUR, Counts, Floats, Ints, Series

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

_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Expectation:
    """Usual counts of each tick, shape (n,); NaN while too little has been seen."""

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
        """Ticks `[start, end)`."""
        return type(self)(*(getattr(self, each.name)[start:end] for each in fields(self)))


def expect(series: Series, first_tick: int = 0) -> Expectation:
    """Work out what is usual from `first_tick` on, a multiple of an hour's ticks.

    Only what is at least `LAG_HOURS` older than a block is used for it, so that the value of a
    tick is the same whether asked for at once or years later.
    """
    count = len(series.ticks)
    columns = np.full((6, count), np.nan)
    hours = series.hours
    start_hour = first_tick // TICKS_PER_HOUR
    phase = (series.start + start_hour) % BLOCK_HOURS
    for begin in range(start_hour - phase, -(-count // TICKS_PER_HOUR), BLOCK_HOURS):
        known = _known(series, hours, begin)
        if known is None:
            continue
        ticks = slice(max(begin, 0) * TICKS_PER_HOUR, (begin + BLOCK_HOURS) * TICKS_PER_HOUR)
        columns[:, ticks] = _block(series, known, np.arange(count)[ticks])
    return Expectation(*columns)


@dataclass(frozen=True, slots=True)
class _Known:
    tweets: Baseline
    negative: Baseline
    share_offset: float
    has_background: bool


def _known(series: Series, hours: Counts, begin: int) -> _Known | None:
    end = begin - LAG_HOURS
    first = max(end - MEMORY_HOURS, 0)
    past = hours.part(first, end)
    has_background = bool(past.background.sum() > BACKGROUND_RATIO * past.tweets.sum())
    is_seen = past.background + past.tweets > 0
    if is_seen.sum() < (FLOW_WARM_UP_HOURS if has_background else CLOCK_WARM_UP_HOURS):
        return None
    place = series.hour_of_week(np.arange(first, end))
    prior = FLOW_PRIOR if has_background else CLOCK_PRIOR
    flow, angry = past.background, past.background_negative
    if not has_background:
        flow = angry = np.ones(len(past))
    return _Known(
        fit_baseline(past.tweets, flow, place, prior),
        fit_baseline(past.negative, angry, place, prior),
        _share_offset(past, has_background=has_background),
        has_background,
    )


def _share_offset(past: Counts, *, has_background: bool) -> float:
    """Each hour counts by its square root, or one bad day would be the usual one."""
    weight = 1 / np.sqrt(np.maximum(past.scored, 1))
    own = _log_odds((past.negative * weight).sum(), (past.scored * weight).sum())
    if not has_background:
        return own
    return own - _log_odds(past.background_negative.sum(), past.background_scored.sum())


def _log_odds(negative: float, scored: float) -> float:
    return float(np.log((negative + _HALF) / (max(scored - negative, 0) + _HALF)))


def _block(series: Series, known: _Known, ticks: Ints) -> Floats:
    place = series.hour_of_week(ticks // TICKS_PER_HOUR)
    flow, angry = series.ticks.background[ticks], series.ticks.background_negative[ticks]
    if not known.has_background:
        flow = angry = np.full(len(ticks), 1 / TICKS_PER_HOUR)
    same = np.ones(len(ticks))
    return np.stack(
        [
            known.tweets.expected(flow, place),
            known.tweets.spread(place),
            known.negative.expected(angry, place),
            known.negative.spread(place),
            same * known.share_offset,
            same * known.has_background,
        ]
    )
