"""Counts of tweets by tick and hour, raised and lowered as tweets come and go."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from operator import add

from sqlalchemy.orm import Session

from airparadis.db.tables import BackgroundCount, StreamCount
from airparadis.db.upsert import add_counts
from airparadis.domain.predictions.label import Sentiment
from airparadis.domain.radar.enums import Step
from airparadis.domain.radar.sources.names import SourceName, source_name

COUNTS = ("tweets", "scored", "negative")
_Sums = list[int]
"""Sums in the order of `COUNTS`."""

_Places = defaultdict[tuple[int | None, SourceName, datetime], _Sums]
"""Sums by stream (None for the background), source, and beginning of a tick or an hour."""


def _places() -> _Places:
    return defaultdict(lambda: [0, 0, 0])


@dataclass(slots=True)
class Changes:
    """The changes to counts, added to the database at once."""

    _ticks: _Places = field(default_factory=_places)

    def add_to_streams(
        self, streams: Iterable[int], source: str, at: datetime, label: Sentiment | None
    ) -> None:
        """Count a tweet in some streams."""
        name, tick = source_name(source), Step.TICK.start(at)
        for stream in streams:
            _add(self._ticks[stream, name, tick], label, 1)

    def add_to_background(
        self, source: str, at: datetime, label: Sentiment | None, times: int = 1
    ) -> None:
        """Count a tweet that belongs to no stream, `times` -1 to take it out again."""
        _add(self._ticks[None, source_name(source), Step.TICK.start(at)], label, times)

    def write(self, session: Session) -> None:
        """Change the stored counts; the caller commits."""
        rows = [
            (stream, {"source": source, "step": step, "at": at} | _named(sums))
            for step in Step
            for (stream, source, at), sums in self._by(step).items()
        ]
        ours = [{"stream_id": stream} | row for stream, row in rows if stream is not None]
        add_counts(session, StreamCount, ours, COUNTS)
        background = [row for stream, row in rows if stream is None]
        add_counts(session, BackgroundCount, background, COUNTS)

    def _by(self, step: Step) -> _Places:
        found = _places()
        for (stream, source, tick), sums in self._ticks.items():
            place = stream, source, step.start(tick)
            found[place] = list(map(add, found[place], sums))
        return found


def _add(sums: _Sums, label: Sentiment | None, times: int) -> None:
    sums[0] += times
    sums[1] += times * (label is not None)
    sums[2] += times * (label is Sentiment.NEGATIVE)


def _named(sums: _Sums) -> dict[str, int]:
    return dict(zip(COUNTS, sums, strict=True))
