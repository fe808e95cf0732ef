"""Bursts put into real streams: share detected, and delay."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from airparadis.domain.radar.detection import scan
from airparadis.domain.radar.enums import HOUR, TICK, Sensitivity
from airparadis.domain.radar.expectation import Expectation, expect
from airparadis.domain.radar.series import TICKS_PER_HOUR, Series
from benchmarks.harness.tables import head, row
from benchmarks.radar.collection import HALF, Watching

TRIALS = 60
SIZES = (10, 30, 100)
BUSY_HOUR = 500
MEAN_DELAY = timedelta(minutes=20)
"""Mean delay of an injected tweet: a burst comes fast and thins out."""

NEGATIVE_SHARE = 0.9
TIMEOUT = timedelta(hours=6)
"""A burst that is not detected by then is missed."""


def injections(watching: Watching, names: Iterable[str], seed: int) -> None:
    """Print, for bursts at random times of the second half: share, median delay, 90 % within."""
    print(f"\n## Injected bursts (balanced, seed {seed})\n")
    print(head("background", "tweets an hour", *(f"{size} tweets" for size in SIZES)))
    for place, name in enumerate(names):
        series = watching.series(name)
        usual, busy = expect(series), series.hours.background >= BUSY_HOUR
        cells = []
        for size in SIZES:
            rng = np.random.default_rng([seed, place, size])
            delays = [inject(series, usual, busy, size, rng) for _ in range(TRIALS)]
            cells.append(_cell([delay for delay in delays if delay is not None]))
        print(row(name, f"{series.hours.tweets[busy].mean():.1f}", *cells))


def _cell(delays: list[timedelta]) -> str:
    if not delays:
        return "0 %"
    minutes = [delay / timedelta(minutes=1) for delay in delays]
    median, high = np.quantile(minutes, [0.5, 0.9])
    return f"{len(delays) / TRIALS:.0%}, {median:.0f} min, {high:.0f} min"


def inject(
    series: Series, usual: Expectation, busy: NDArray[np.bool_], size: int, rng: np.random.Generator
) -> timedelta | None:
    """Put one burst in; the delay to an alarm that would not have come without it, None without."""
    half = int(HALF.timestamp()) // 3600 - series.start
    hours = np.flatnonzero(busy[: -(TIMEOUT // HOUR)])
    begin = int(rng.choice(hours[hours >= half])) * TICKS_PER_HOUR + int(rng.integers(12))
    offsets = np.sort(rng.exponential(MEAN_DELAY / TICK, size))
    ticks = begin + (offsets - offsets[0]).astype(int)
    start, end = begin - 96 * TICKS_PER_HOUR, begin + TIMEOUT // TICK
    part, known = series.counts.part(start, end), usual.part(start, end)
    more = np.bincount(ticks[ticks < end] - start, minlength=end - start).astype(float)
    angry = rng.binomial(more.astype(int), NEGATIVE_SHARE).astype(float)
    hot = replace(
        part,
        tweets=part.tweets + more,
        scored=part.scored + more,
        negative=part.negative + angry,
    )
    hour = series.start + start // TICKS_PER_HOUR
    before, after = (
        scan(Series(hour, counts, series.zone), known).highest >= Sensitivity.BALANCED.threshold
        for counts in (part, hot)
    )
    detected = np.flatnonzero((after & ~before)[begin - start :])
    return (int(detected[0]) + 1) * TICK if len(detected) else None
