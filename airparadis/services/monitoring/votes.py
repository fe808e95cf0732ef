"""Votes counted by time and confidence."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Double, Integer, bindparam, case, func, select
from sqlalchemy.orm import Session

from airparadis.db.tables import Feedback, VoteDay, VoteTally
from airparadis.domain.monitoring.histogram import CONFIDENCE_EDGES
from airparadis.services.monitoring import vote_buckets
from airparadis.services.monitoring.intervals import (
    Stretch,
    cut_hours,
    left_over,
    next_day,
    next_hour,
)
from airparadis.services.monitoring.tallies import Rows, edge_marks, edge_values, hour_of, ladder
from airparadis.services.monitoring.vote_buckets import VoteCell


def read(session: Session, edges: Sequence[datetime], version: str | None = None) -> list[VoteCell]:
    """Count votes by when their predictions were made.

    Full hours and days within one bucket are read from the tallies, what is left from the votes; a
    bucket may come in several cells of one bin.

    Args:
        session: the database.
        edges: the beginning of each bucket and the end of the last.
        version: one model version, None for any.
    """
    first, last = next_hour(edges[0]), hour_of(edges[-1])
    if first >= last:
        return count(session, edges, (edges[0], edges[-1]), version)
    cut = cut_hours(edges)
    cells = vote_buckets.read(session, edges, (first, last), cut, version)
    for stretch in left_over(edges, first, last, cut):
        cells += count(session, edges, stretch, version)
    return cells


def count(
    session: Session, edges: Sequence[datetime], stretch: Stretch, version: str | None = None
) -> list[VoteCell]:
    """The same for a stretch of time, vote by vote."""
    values = {**edge_values(edges[1:-1]), "version": version}
    values["start"], values["end"] = stretch
    rows = session.execute(_counted(len(edges) - 2, version is not None), values)
    return [VoteCell(*row) for row in rows]


@cache
def _counted(inner_edges: int, by_version: bool) -> Rows:
    voted = _voted(by_version=by_version)
    bucket = ladder(voted.c.created_at, edge_marks(inner_edges)).label("bucket")
    place = case(
        (voted.c.confidence.is_(None), None),
        else_=ladder(voted.c.confidence, CONFIDENCE_EDGES),
    ).label("confidence_bin")
    sums = (
        func.sum(voted.c.votes),
        func.count(),
        func.sum(voted.c.is_wrong),
        func.coalesce(func.sum(voted.c.confidence), 0.0),
    )
    return select(bucket, place, *sums).group_by("bucket", "confidence_bin")


def _voted(*, by_version: bool) -> Any:
    """One row for each voted prediction."""
    is_wrong: ColumnElement[int] = case((Feedback.is_correct.is_(False), 1), else_=0)
    same = (Feedback.prediction_id, Feedback.predicted_at, Feedback.confidence)
    query = (
        select(
            Feedback.predicted_at.label("created_at"),
            func.nullif(Feedback.confidence, 0.0, type_=Double).label("confidence"),
            func.count().label("votes"),
            func.max(is_wrong, type_=Integer).label("is_wrong"),
        )
        .where(Feedback.predicted_at >= bindparam("start"))
        .where(Feedback.predicted_at < bindparam("end"))
        .group_by(*same)
    )
    if by_version:
        query = query.where(Feedback.model_version == bindparam("version"))
    return query.subquery()


def wrong_votes(session: Session, since: datetime | None, version: str | None) -> int:
    """How many votes call a prediction wrong that was made at `since` or later."""
    if since is None:
        return vote_buckets.wrong(session, VoteDay, version)
    full = next_hour(since)
    midnight = next_day(full)
    found = vote_buckets.wrong(
        session, VoteTally, version, VoteTally.hour >= full, VoteTally.hour < midnight
    )
    found += vote_buckets.wrong(session, VoteDay, version, VoteDay.day >= midnight)
    rows = (
        select(func.count())
        .select_from(Feedback)
        .where(
            Feedback.is_correct.is_(False),
            Feedback.voted_at >= since,
            Feedback.predicted_at >= since,
            Feedback.predicted_at < full,
        )
    )
    if version is not None:
        rows = rows.where(Feedback.model_version == version)
    return found + (session.scalar(rows) or 0)
