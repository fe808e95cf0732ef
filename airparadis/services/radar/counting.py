"""Counts of tweets by tick and hour, raised and lowered as tweets come and go."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from operator import add
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from airparadis.db.tables import BackgroundCount, StreamCount
from airparadis.domain.predictions.label import Label
from airparadis.domain.radar.enums import Step

_Sums = list[int]
"""Tweets, scored, negative."""

_Places = defaultdict[tuple[int | None, datetime], _Sums]
"""By stream, None for the background, and beginning of a tick or an hour."""


def _places() -> _Places:
    return defaultdict(lambda: [0, 0, 0])


@dataclass(slots=True)
class Changes:
    """By how much counts are to change; added to the database at once."""

    _ticks: _Places = field(default_factory=_places)

    def add_to_streams(
        self, streams: Iterable[int], at: datetime, label: Label | None, times: int = 1
    ) -> None:
        """Count a tweet in some streams, `times` -1 to take it out again."""
        tick = Step.TICK.start(at)
        for stream in streams:
            _add(self._ticks[stream, tick], label, times)

    def add_to_background(self, at: datetime, label: Label | None, times: int = 1) -> None:
        """Count a tweet that belongs to no stream."""
        _add(self._ticks[None, Step.TICK.start(at)], label, times)

    def write(self, session: Session) -> None:
        """Change the stored counts; the caller commits."""
        rows = [
            (stream, {"step": step, "at": at} | _named(sums))
            for step in Step
            for (stream, at), sums in self._by(step).items()
        ]
        ours = [{"stream_id": stream} | row for stream, row in rows if stream is not None]
        _raise(session, StreamCount.__table__, ours)
        _raise(session, BackgroundCount.__table__, [row for stream, row in rows if stream is None])

    def _by(self, step: Step) -> _Places:
        found = _places()
        for (stream, tick), sums in self._ticks.items():
            place = stream, step.start(tick)
            found[place] = list(map(add, found[place], sums))
        return found


def _add(sums: _Sums, label: Label | None, times: int) -> None:
    sums[0] += times
    sums[1] += times * (label is not None)
    sums[2] += times * (label is Label.NEGATIVE)


def _named(sums: _Sums) -> dict[str, int]:
    return dict(zip(("tweets", "scored", "negative"), sums, strict=True))


def _raise(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    """Insert counts, or add to those that are there."""
    if not rows:
        return
    assert isinstance(table, Table)  # noqa: S101 (declarative tables are typed as any selectable)
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(table)
    raised = {
        name: table.c[name] + insert.excluded[name] for name in ("tweets", "scored", "negative")
    }
    keys = [column.name for column in table.primary_key]
    session.execute(insert.on_conflict_do_update(index_elements=keys, set_=raised), rows)
