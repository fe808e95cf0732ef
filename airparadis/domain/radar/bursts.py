"""From unusual ticks to bursts: one for each time that something goes on, however it wavers."""

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

GOES_ON: Final = 2.0
"""A burst that was told goes on while windows of up to 6 hours score this much."""

QUIET: Final = timedelta(hours=3)
"""It is over when nothing has been unusual for this long."""

DAMPING: Final = timedelta(hours=12)
"""What begins anew so soon after that is the same burst."""

_CERTAIN = 50.0
"""Scores beyond it make no burst more severe."""


@dataclass(frozen=True, slots=True)
class Burst:
    """A burst in a replay; ticks count from the start of its series."""

    first: int
    """The tick after which the alarm was raised."""
    last: int
    """The last unusual one."""
    evidence: Evidence
    """Of the first."""
    severity: int
    """The worst it came to."""


def is_unusual(scan: Scan, threshold: float) -> NDArray[np.bool_]:
    """Ticks that keep a burst going, shape (n,)."""
    short = scan.scores[:, [window <= timedelta(hours=6) for window in WINDOWS]]
    goes_on: NDArray[np.bool_] = short.max(axis=(0, 1)) >= GOES_ON
    return goes_on | (scan.highest >= threshold)


def severity(evidence: Evidence, threshold: float) -> int:
    """1 to 10: half for how many tweets there are beyond the usual, half for how sure it is.

    Ten tweets more than usual are one step of five, a hundred two, a hundred thousand all five;
    so is a score at the threshold, and one of 50.
    """
    excess = max(evidence.tweets - evidence.usual_tweets, 0)
    size = min(log10(1 + excess), 5)
    certainty = min(max(evidence.score - threshold, 0) / (_CERTAIN - threshold), 1) * 5
    return max(1, min(10, floor(size + certainty)))


def worst(scan: Scan, first: int, last: int, threshold: float) -> int:
    """The severity of a burst from tick `first` to tick `last`: the worst it came to."""
    span = slice(first, last + 1)
    places = scan.highest[span].argmax(), scan.tweets[-1][span].argmax()
    return max(severity(scan.evidence(first + int(place)), threshold) for place in places)


def find_bursts(scan: Scan, threshold: float) -> list[Burst]:
    """The bursts of a scan, oldest first: what a scheduler would have told at the time."""
    unusual, loud = is_unusual(scan, threshold), scan.highest >= threshold
    return [
        Burst(
            first,
            last,
            scan.evidence(first),
            worst(scan, first, last, threshold),
        )
        for first, last in _spans(unusual, loud)
    ]


def onset(seen: Scan, ticks: Counts, usual: Expectation, tick: int, threshold: float) -> int:
    """The tick in which what is loud at `tick` began, however late it is looked at.

    Ticks before it count while they are unusual without a break, the first of them with the
    shortest window that makes it so; within these the rise began where `drift.risen_since` says.
    """
    calm = np.flatnonzero(~is_unusual(seen, threshold)[: tick + 1])
    first = min(int(calm[-1]) + 1 if len(calm) else 0, tick)
    since = max(first + 1 - seen.evidence(first, GOES_ON).window // TICK, 0)
    part, known = ticks.part(since, tick + 1), usual.part(since, tick + 1)
    if seen.evidence(tick, threshold).signal is Signal.VOLUME:
        return since + risen_since(part.tweets, known.tweets, known.tweets_spread)
    return since + risen_since(part.negative, known.negative, known.negative_spread)


def _spans(unusual: NDArray[np.bool_], loud: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """First and last tick of each burst."""
    first, last = -1, -1
    for tick in np.flatnonzero(unusual).tolist():
        is_running = first >= 0 and tick - last <= QUIET // TICK
        if not is_running and not loud[tick]:
            continue
        if first >= 0 and tick - last > (QUIET + DAMPING) // TICK:
            yield first, last
            first = -1
        first, last = (tick if first < 0 else first), tick
    if first >= 0:
        yield first, last
