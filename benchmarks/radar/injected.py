"""Bursts put into real streams: how many are told, and how soon."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from airparadis.domain.radar.detection import scan
from airparadis.domain.radar.enums import HOUR, TICK, Sensitivity
from airparadis.domain.radar.expectation import Expectation, expect
from airparadis.domain.radar.series import TICKS_PER_HOUR, Series
from benchmarks.radar.collection import HALF, Watching

TRIALS = 60
SIZES = (10, 30, 100)
BUSY_HOUR = 500
MEAN_DELAY = timedelta(minutes=20)
"""Of an injected tweet: a burst comes fast and thins out."""

NEGATIVE_SHARE = 0.9
PATIENCE = timedelta(hours=6)
"""A burst that is not told by then is missed."""


def injections(watching: Watching, names: Iterable[str], seed: int) -> None:
    """Bursts at random times of the held-out half: share told, median delay, nine in ten within."""
    print(f"\n## Injected bursts (balanced, seed {seed})\n")
    print("| background | tweets an hour |" + "".join(f" {size} tweets |" for size in SIZES))
    print("| --- | --: |" + " --: |" * len(SIZES))
    for place, name in enumerate(names):
        series = watching.series(name)
        usual, busy = expect(series), series.hours.background >= BUSY_HOUR
        cells = []
        for size in SIZES:
            rng = np.random.default_rng([seed, place, size])
            trials = [inject(series, usual, busy, size, rng) for _ in range(TRIALS)]
            cells.append(_cell([each for each in trials if each is not None]))
        print(f"| {name} | {series.hours.tweets[busy].mean():.1f} | {' | '.join(cells)} |")


def _cell(delays: list[timedelta]) -> str:
    if not delays:
        return "0 %"
    minutes = [each / timedelta(minutes=1) for each in delays]
    middle, most = np.quantile(minutes, [0.5, 0.9])
    return f"{len(delays) / TRIALS:.0%}, {middle:.0f} min, {most:.0f} min"


def inject(
    series: Series, usual: Expectation, busy: NDArray[np.bool_], size: int, rng: np.random.Generator
) -> timedelta | None:
    """Put one burst in: how long until an alarm that would not have come without it; None if
    there is none."""
    half = int(HALF.timestamp()) // 3600 - series.start
    hours = np.flatnonzero(busy[: -(PATIENCE // HOUR)])
    begin = int(rng.choice(hours[hours >= half])) * TICKS_PER_HOUR + int(rng.integers(12))
    offsets = np.sort(rng.exponential(MEAN_DELAY / TICK, size))
    ticks = begin + (offsets - offsets[0]).astype(int)
    start, end = begin - 96 * TICKS_PER_HOUR, begin + PATIENCE // TICK
    ticks = ticks[ticks < end] - start
    part, known = series.counts.part(start, end), usual.part(start, end)
    more = np.bincount(ticks, minlength=end - start).astype(float)
    angry = rng.binomial(more.astype(int), NEGATIVE_SHARE).astype(float)
    hot = replace(
        part,
        tweets=part.tweets + more,
        scored=part.scored + more,
        negative=part.negative + angry,
    )
    hour = series.start + start // TICKS_PER_HOUR
    before = scan(Series(hour, part, series.zone_offset_hours), known)
    after = scan(Series(hour, hot, series.zone_offset_hours), known)
    threshold = Sensitivity.BALANCED.threshold
    is_new = (after.highest >= threshold) & (before.highest < threshold)
    told = np.flatnonzero(is_new[begin - start :])
    return (int(told[0]) + 1) * TICK if len(told) else None
