"""Tallied votes by time and confidence: days where a bucket has them in full, else hours."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam, func, select
from sqlalchemy.orm import Session

from airparadis.db.tables import VoteDay, VoteTally
from airparadis.services.monitoring.intervals import Stretch, next_day
from airparadis.services.monitoring.tallies import (
    DAY,
    HOUR,
    Rows,
    day_of,
    edge_marks,
    edge_values,
    ladder,
)
from airparadis.services.monitoring.vote_tally import UNSCORED

FEWEST_DAYS = 2
"""Of full days; fewer are as well read by the hour, with one question less."""


@dataclass(frozen=True, slots=True)
class VoteCell:
    """Voted predictions of one bucket of time and one bin of confidence."""

    bucket: int
    confidence_bin: int | None
    """None for predictions that were not scored."""
    votes: int
    voted: int
    wrong: int
    confidence: float
    """Sum of the confidences."""


def read(
    session: Session,
    edges: Sequence[datetime],
    hours: Stretch,
    cut: set[datetime],
    version: str | None,
) -> list[VoteCell]:
    """Full hours but those that are cut; full days within one bucket are read as such."""
    values = {**edge_values(edges[1:-1]), "version": version}
    days = _full_days(edges, *hours)
    if len(days) < FEWEST_DAYS:
        values |= {"start": hours[0], "end": hours[1], "but": list(cut)}
        return _tallied(session, _by_hour, edges, values)
    between = _steps(days[0], days[-1] + DAY, DAY)
    values |= {"start": days[0], "end": days[-1] + DAY, "but": list({*between} - {*days})}
    kept = _tallied(session, _by_day, edges, values)
    others = [hour for hour in _steps(*hours, HOUR) if day_of(hour) not in {*days}]
    values["these"] = [hour for hour in others if hour not in cut]
    return kept + _tallied(session, _by_some_hours, edges, values)


def _full_days(edges: Sequence[datetime], first: datetime, last: datetime) -> list[datetime]:
    """Days of UTC within the hours `[first, last)` that no edge cuts."""
    cut = {day_of(edge) for edge in edges if edge != day_of(edge)}
    return [day for day in _steps(next_day(first), day_of(last), DAY) if day not in cut]


def _steps(start: datetime, end: datetime, step: timedelta) -> list[datetime]:
    return [start + place * step for place in range(max((end - start) // step, 0))]


def _tallied(
    session: Session,
    query: Callable[[int, bool], Rows],
    edges: Sequence[datetime],
    values: dict[str, Any],
) -> list[VoteCell]:
    rows = session.execute(query(len(edges) - 2, values["version"] is not None), values)
    return [
        VoteCell(place, None if each == UNSCORED else each, *sums) for place, each, *sums in rows
    ]


_START: BindParameter[datetime] = bindparam("start")
_END: BindParameter[datetime] = bindparam("end")
_BUT: BindParameter[list[datetime]] = bindparam("but", expanding=True)


@cache
def _by_hour(inner_edges: int, by_version: bool) -> Rows:
    hour = VoteTally.hour
    query = _in_buckets(VoteTally, hour, inner_edges, by_version)
    return query.where(hour >= _START, hour < _END, hour.not_in(_BUT))


@cache
def _by_some_hours(inner_edges: int, by_version: bool) -> Rows:
    query = _in_buckets(VoteTally, VoteTally.hour, inner_edges, by_version)
    return query.where(VoteTally.hour.in_(bindparam("these", expanding=True)))


@cache
def _by_day(inner_edges: int, by_version: bool) -> Rows:
    day = VoteDay.day
    query = _in_buckets(VoteDay, day, inner_edges, by_version)
    return query.where(day >= _START, day < _END, day.not_in(_BUT))


def _in_buckets(
    tally: type[VoteTally] | type[VoteDay], at: Any, inner_edges: int, by_version: bool
) -> Rows:
    """Votes by bucket and bin: built once, for that takes longer than to run it."""
    bucket = ladder(at, edge_marks(inner_edges)).label("bucket")
    sums = (tally.votes, tally.voted, tally.wrong, tally.confidence)
    query: Rows = select(bucket, tally.bin, *map(func.sum, sums)).group_by("bucket", tally.bin)
    return query.where(tally.model_version == bindparam("version")) if by_version else query


def wrong(
    session: Session,
    tally: type[VoteTally] | type[VoteDay],
    version: str | None,
    *chosen: ColumnElement[bool],
) -> int:
    """How many votes call a prediction wrong, of all or of chosen cells of a tally."""
    query = select(func.coalesce(func.sum(tally.wrong_votes), 0)).where(*chosen)
    if version is not None:
        query = query.where(tally.model_version == version)
    return session.scalar(query) or 0
