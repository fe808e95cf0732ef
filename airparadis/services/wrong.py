"""The predictions that readers reported wrong: filtered, searched, sorted, in pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from airparadis.classifier import Label
from airparadis.models import Feedback, Prediction, Source
from airparadis.services import votes
from airparadis.services.paging import Page

PAGE_SIZE = 20
EXPORT_BATCH = 500


class Order(StrEnum):
    """What a list begins with."""

    LATEST = "latest"
    OLDEST = "oldest"
    SUREST = "surest"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which votes to list; None and an empty search mean any."""

    since: datetime | None = None
    version: str | None = None
    label: Label | None = None
    source: Source | None = None
    search: str = ""
    order: Order = Order.LATEST


def page(
    session: Session, chosen: Filter, *, number: int = 1, size: int = PAGE_SIZE
) -> Page[Feedback]:
    """A page of the votes that called a prediction wrong, predictions loaded."""
    total = _count(session, chosen)
    rows = _rows(chosen).limit(size).offset((number - 1) * size)
    return Page(session.scalars(rows).all(), number, size, total)


def _count(session: Session, chosen: Filter) -> int:
    """From the tally, unless the filter asks for what it does not part."""
    if not (chosen.label or chosen.source or chosen.search):
        return votes.wrong_votes(session, chosen.since, chosen.version)
    return session.scalar(_wrong(chosen, select(func.count()).select_from(Feedback))) or 0


def stream(session: Session, chosen: Filter) -> Iterator[Feedback]:
    """All of them, read from the database a batch at a time."""
    yield from session.scalars(_rows(chosen).execution_options(yield_per=EXPORT_BATCH))


def _rows(chosen: Filter) -> Select[Feedback]:
    query = _wrong(chosen, select(Feedback)).options(contains_eager(Feedback.prediction))
    return query.order_by(*_ORDERS[chosen.order])


_SURENESS = case(
    (Prediction.probability_positive >= 0.5, Prediction.probability_positive),
    else_=1 - Prediction.probability_positive,
)
_ORDERS: dict[Order, tuple[ColumnElement[Any], ...]] = {
    Order.LATEST: (Feedback.voted_at.desc(), Feedback.id.desc()),
    Order.OLDEST: (Feedback.voted_at.asc(), Feedback.id.asc()),
    Order.SUREST: (_SURENESS.desc().nulls_last(), Feedback.voted_at.desc(), Feedback.id.desc()),
}


def _wrong(chosen: Filter, query: Select[Any]) -> Select[Any]:
    query = query.join(Feedback.prediction).where(Feedback.is_correct.is_(False))
    if chosen.since is not None:
        # Nobody votes before the prediction is there: the index of the votes finds them.
        query = query.where(
            Feedback.voted_at >= chosen.since,
            func.coalesce(Prediction.created_at, Prediction.created_at) >= chosen.since,
        )
    for column, value in (
        (Prediction.model_version, chosen.version),
        (Prediction.label, chosen.label),
        (Prediction.source, chosen.source),
    ):
        if value is not None:
            query = query.where(column == value)
    if chosen.search:
        # `%` and `_` are escaped: who looks for "100%" means just that.
        found = (
            column.icontains(chosen.search, autoescape=True)
            for column in (Prediction.text, Feedback.comment)
        )
        query = query.where(or_(*found))
    return query
