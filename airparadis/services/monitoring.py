"""What the dashboard and the API say about the model's errors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy import ColumnElement, Select, case, distinct, func, select, true
from sqlalchemy.orm import Session, contains_eager

from airparadis.classifier import Label
from airparadis.domain.monitoring import Stats
from airparadis.models import Feedback, Prediction

PAGE_SIZE = 20
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a long list."""

    items: Sequence[T]
    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        """Number of the last page; an empty list has one page."""
        return max(1, -(-self.total // self.size))


def stats(session: Session, since: datetime | None = None) -> Stats:
    """Count the predictions made since a time (None: ever) and the votes on them."""
    made = _since(since)
    predictions, unscored, negative = session.execute(
        select(
            func.count(),
            func.count(Prediction.reason),
            func.count(case((Prediction.label == Label.NEGATIVE, 1))),
        )
        .select_from(Prediction)
        .where(made)
    ).one()
    wrong = case((Feedback.is_correct.is_(False), Feedback.prediction_id))
    votes, voted, errors = session.execute(
        select(
            func.count(),
            func.count(distinct(Feedback.prediction_id)),
            func.count(distinct(wrong)),
        )
        .select_from(Feedback)
        .join(Prediction)
        .where(made)
    ).one()
    return Stats(predictions, unscored, negative, votes, voted, errors)


def wrong_votes(
    session: Session, *, since: datetime | None = None, page: int = 1, size: int = PAGE_SIZE
) -> Page[Feedback]:
    """A page of the votes that called a prediction wrong, latest first, predictions loaded."""
    chosen = (
        select(Feedback)
        .join(Feedback.prediction)
        .where(Feedback.is_correct.is_(False), _since(since))
    )
    ordered = chosen.order_by(Feedback.voted_at.desc(), Feedback.id.desc())
    rows = ordered.options(contains_eager(Feedback.prediction))
    items = session.scalars(rows.limit(size).offset((page - 1) * size)).all()
    return Page(items, page, size, _count(session, chosen))


def _since(since: datetime | None) -> ColumnElement[bool]:
    return true() if since is None else Prediction.created_at >= since


def _count(session: Session, rows: Select[Feedback]) -> int:
    return session.scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0
