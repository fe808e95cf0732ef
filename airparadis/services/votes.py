"""Votes counted by time and confidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, case, func, select
from sqlalchemy.orm import Session

from airparadis.domain.histogram import CONFIDENCE_EDGES
from airparadis.models import Feedback, Prediction
from airparadis.services.tallies import ladder


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


def read(session: Session, edges: Sequence[datetime], version: str | None = None) -> list[VoteCell]:
    """Count votes by when their predictions were made.

    Args:
        session: the database.
        edges: the beginning of each bucket and the end of the last.
        version: one model version, None for any.
    """
    voted = _voted(edges[0], edges[-1], version)
    bucket = ladder(voted.c.created_at, edges[1:-1]).label("bucket")
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
    rows = session.execute(select(bucket, place, *sums).group_by("bucket", "confidence_bin"))
    return [VoteCell(*row) for row in rows]


def _voted(start: datetime, end: datetime, version: str | None) -> Any:
    """One row for each voted prediction."""
    positive = Prediction.probability_positive
    made_at = func.coalesce(Prediction.created_at, Prediction.created_at)
    is_wrong: ColumnElement[int] = case((Feedback.is_correct.is_(False), 1), else_=0)
    query = (
        select(
            Prediction.created_at,
            case((positive >= 0.5, positive), else_=1 - positive).label("confidence"),
            func.count().label("votes"),
            func.max(is_wrong, type_=Integer).label("is_wrong"),
        )
        .join(Feedback.prediction)
        # Nobody votes before the prediction is there: the votes' own index finds them. Wrapped,
        # the second condition does not tempt SQLite to walk through all predictions instead.
        .where(Feedback.created_at >= start, made_at >= start, made_at < end)
        .group_by(Prediction.id)
    )
    if version is not None:
        query = query.where(Prediction.model_version == version)
    return query.subquery()
