"""Counts of tweets by tick and hour, raised and lowered as tweets come and go."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from airparadis.classifier import Label
from airparadis.models import BackgroundCount, StreamCount
from airparadis.radar.vocabulary import Step

_Sums = list[int]
"""Tweets, scored, negative."""


@dataclass(slots=True)
class Changes:
    """By how much counts are to change; added to the database at once."""

    _streams: defaultdict[tuple[int, Step, datetime], _Sums] = field(
        default_factory=lambda: defaultdict(lambda: [0, 0, 0])
    )
    _background: defaultdict[tuple[Step, datetime], _Sums] = field(
        default_factory=lambda: defaultdict(lambda: [0, 0, 0])
    )

    def add_to_streams(
        self, streams: Iterable[int], at: datetime, label: Label | None, times: int = 1
    ) -> None:
        """Count a tweet in some streams, `times` -1 to take it out again."""
        for stream in streams:
            for step in Step:
                _add(self._streams[stream, step, step.start(at)], label, times)

    def add_to_background(self, at: datetime, label: Label | None, times: int = 1) -> None:
        """Count a tweet that belongs to no stream."""
        for step in Step:
            _add(self._background[step, step.start(at)], label, times)

    def write(self, session: Session) -> None:
        """Change the stored counts; the caller commits."""
        streams = [
            {"stream_id": stream, "step": step, "at": at} | _named(sums)
            for (stream, step, at), sums in self._streams.items()
        ]
        background = [
            {"step": step, "at": at} | _named(sums) for (step, at), sums in self._background.items()
        ]
        _raise(session, StreamCount.__table__, streams)
        _raise(session, BackgroundCount.__table__, background)


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
