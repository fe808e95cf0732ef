"""Evaluation of the end of a stream's series at a moment; as pure as the rules it applies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from airparadis.domain.radar.bursts import is_unusual, onset, severity, worst
from airparadis.domain.radar.detection import Evidence, scan
from airparadis.domain.radar.enums import HOUR
from airparadis.domain.radar.expectation import LAG_HOURS, MEMORY_HOURS
from airparadis.domain.radar.pooling import pool
from airparadis.domain.radar.series import TICKS_PER_HOUR, Series
from airparadis.services.radar import history

LOOKBACK: Final = HOUR
"""Should no scheduler run for so long, nothing is missed."""

_RECENT_HOURS = 4 * 24
"""Hours that windows and drifts ending at present may reach back."""


def reach(now: datetime) -> tuple[int, int]:
    """The hours, since 1970, that a look at `now` needs: from, up to."""
    until = history.hour_number(now) + 1
    return until - MEMORY_HOURS - LAG_HOURS - _RECENT_HOURS, until


@dataclass(frozen=True, slots=True)
class Sight:
    """The result of evaluating a stream."""

    loud: Evidence | None
    """Evidence for raising the alarm, None if there is none."""
    began: datetime | None
    """Onset of the burst: long ago, if it was imported or nobody looked."""
    worst: Evidence | None
    """Evidence of the worst moment since, None if nothing is loud."""
    severity: int
    """Severity of that moment, 0 if nothing is loud."""
    unusual_until: datetime | None
    """End of the last unusual tick, None if there was none."""


def look(parts: Sequence[Series], now: datetime, threshold: float) -> Sight:
    """Score the end of the series of a stream's sources, together, as of `now`."""
    series = parts[0]
    tick = history.tick_in(series, now)
    hours = (tick + 1) // TICKS_PER_HOUR - _RECENT_HOURS
    start = max(hours, 0) * TICKS_PER_HOUR
    known = [Series(part.start, part.counts.part(0, tick + 1), part.zone) for part in parts]
    pooled = pool(known, start)
    recent = Series(
        series.start + start // TICKS_PER_HOUR,
        pooled.series.counts.part(start, tick + 1),
        series.zone,
    )
    usual = pooled.usual.part(start, tick + 1)
    seen = scan(recent, usual)
    last = np.arange(len(recent.counts))[-(LOOKBACK // HOUR * TICKS_PER_HOUR) :]
    loud = [t for t in last.tolist() if seen.highest[t] >= threshold]
    unusual = np.flatnonzero(is_unusual(seen, threshold))
    begin = series.start * TICKS_PER_HOUR + start
    until = history.moment_of(begin + int(unusual[-1]) + 1) if len(unusual) else None
    if not loud:
        return Sight(None, None, None, 0, until)
    loudest = max(loud, key=lambda t: seen.highest[t])
    first = onset(seen, recent.counts, usual, loudest, threshold)
    peak = worst(seen, first, loud[-1], threshold)
    return Sight(
        seen.evidence(loudest, threshold),
        history.moment_of(begin + first),
        peak,
        severity(peak, threshold),
        until,
    )
