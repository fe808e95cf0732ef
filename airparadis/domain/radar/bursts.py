"""Bursts: unusual ticks that belong together, however the counts waver."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from math import floor, log10
from typing import Final

import numpy as np
from numpy.typing import NDArray

from airparadis.domain.radar.detection import WINDOWS, Evidence, Scan
from airparadis.domain.radar.drift import risen_since
from airparadis.domain.radar.enums import TICK, Signal
from airparadis.domain.radar.expectation import Expectation
from airparadis.domain.radar.series import Counts

CONTINUE_SCORE: Final = 2.0
"""A burst continues while windows of up to 6 hours score this much."""

MAX_GAP: Final = timedelta(hours=3)
"""A burst is over when nothing has been unusual for this long."""

DAMPING: Final = timedelta(hours=12)
"""A new rise within this time after that continues the same burst."""

_CERTAIN = 50.0
"""Higher scores make no burst more severe."""


@dataclass(frozen=True, slots=True)
class Burst:
    """A burst in a backtest; ticks count from the start of its series."""

    first: int
    """The tick after which the alert was raised."""
    last: int
    """The last unusual tick."""
    evidence: Evidence
    """Evidence of the first tick."""
    severity: int
    """The highest severity."""


def is_unusual(scan: Scan, threshold: float) -> NDArray[np.bool_]:
    """Return the ticks that continue a burst, shape (n,)."""
    short = scan.scores[:, [window <= timedelta(hours=6) for window in WINDOWS]]
    continues: NDArray[np.bool_] = short.max(axis=(0, 1)) >= CONTINUE_SCORE
    return continues | (scan.highest >= threshold)


def severity(evidence: Evidence, threshold: float) -> int:
    """Rate a burst from 1 to 10: half by its excess of tweets, half by its certainty.

    An excess of ten tweets is one step of five, a hundred two, a hundred thousand all five; so is a
    score at the threshold, and one of 50.
    """
    excess = max(evidence.tweets - evidence.usual_tweets, 0)
    size = min(log10(1 + excess), 5)
    certainty = min(max(evidence.score - threshold, 0) / (_CERTAIN - threshold), 1) * 5
    return max(1, min(10, floor(size + certainty)))


def worst(scan: Scan, first: int, last: int, threshold: float) -> Evidence:
    """Return the evidence of the worst moment of a burst from tick `first` to tick `last`."""
    span = slice(first, last + 1)
    ticks = scan.highest[span].argmax(), scan.tweets[-1][span].argmax()
    found = [scan.evidence(first + int(tick)) for tick in ticks]
    return max(found, key=lambda evidence: (severity(evidence, threshold), evidence.tweets))


def find_bursts(scan: Scan, threshold: float) -> list[Burst]:
    """Return the bursts of a scan, oldest first, as the scheduler would have raised them."""
    unusual, alerting = is_unusual(scan, threshold), scan.highest >= threshold
    return [
        Burst(
            first,
            last,
            scan.evidence(first),
            severity(worst(scan, first, last, threshold), threshold),
        )
        for first, last in _spans(unusual, alerting)
    ]


def onset(scan: Scan, ticks: Counts, usual: Expectation, tick: int, threshold: float) -> int:
    """Return the tick in which the burst at `tick` began, independent of when it is asked.

    Earlier ticks count while they are unusual without a break, the first of them with the shortest
    window that makes it so; within these the rise began where `drift.risen_since` says.
    """
    calm = np.flatnonzero(~is_unusual(scan, threshold)[: tick + 1])
    first = min(int(calm[-1]) + 1 if len(calm) else 0, tick)
    since = max(first + 1 - scan.evidence(first, CONTINUE_SCORE).window // TICK, 0)
    part, known = ticks.part(since, tick + 1), usual.part(since, tick + 1)
    if scan.evidence(tick, threshold).signal is Signal.VOLUME:
        return since + risen_since(part.tweets, known.tweets, known.tweets_spread)
    return since + risen_since(part.negative, known.negative, known.negative_spread)


def _spans(unusual: NDArray[np.bool_], alerting: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Yield the first and last tick of every burst."""
    first, last = -1, -1
    for tick in np.flatnonzero(unusual).tolist():
        is_running = first >= 0 and tick - last <= MAX_GAP // TICK
        if not is_running and not alerting[tick]:
            continue
        if first >= 0 and tick - last > (MAX_GAP + DAMPING) // TICK:
            yield first, last
            first = -1
        first, last = (tick if first < 0 else first), tick
    if first >= 0:
        yield first, last
