"""The predictions that readers reported wrong: filtered, searched, sorted, in pages.

Votes are filtered and sorted by columns of their own, which an index holds; only what is shown is
read with its prediction. Words are looked for in so many votes a page, from where it begins: a page
after it looks through those that follow.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, contains_eager

from airparadis.db.tables import Feedback, Prediction, Source
from airparadis.domain.predictions.label import Label
from airparadis.services.lists.keyset import (
    Key,
    KeyQuery,
    Place,
    PlacedPage,
    Way,
    count_most,
    extent,
)
from airparadis.services.lists.paging import Page
from airparadis.services.monitoring import votes

PAGE_SIZE: Final = 20
EXPORT_BATCH: Final = 500
MOST_SEARCHED: Final = 5_000
"""Votes whose words are looked at for a page."""


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
    session: Session, chosen: Filter, place: Place | None = None, size: int = PAGE_SIZE
) -> PlacedPage[Feedback]:
    """A page of the votes that called a prediction wrong, predictions loaded."""
    way = _way(chosen, place)
    if chosen.search:
        return _searched(session, chosen, way, size)
    found = _find(session, _keys(chosen, way).limit(size + 1))
    items = _load(session, chosen, way.listed(found[:size]))
    total, is_more = _count(session, chosen)
    return PlacedPage(items, *way.ends(found, size), total, is_more=is_more)


def numbered(
    session: Session, chosen: Filter, number: int = 1, size: int = PAGE_SIZE
) -> Page[Feedback]:
    """A page by its number, for a filter of span and version alone."""
    total = votes.count_wrong_votes(session, chosen.since, chosen.version)
    keys = _keys(chosen, _way(chosen)).limit(size).offset((number - 1) * size)
    return Page(_load(session, chosen, _find(session, keys)), number, size, total)


def stream(session: Session, chosen: Filter) -> Iterator[Feedback]:
    """All of them, read from the database a batch at a time."""
    place: Place | None = None
    while True:
        found = _find(session, _keys(chosen, _way(chosen, place)).limit(EXPORT_BATCH))
        yield from _load(session, chosen, found)
        if len(found) < EXPORT_BATCH:
            return
        place = Place(found[-1])


def _searched(session: Session, chosen: Filter, way: Way, size: int) -> PlacedPage[Feedback]:
    keys = _keys(chosen, way)
    read, end = extent(session, keys, MOST_SEARCHED)
    near = keys.limit(MOST_SEARCHED).subquery()
    # Joined to so many: PostgreSQL reads the whole table for a list of so many numbers.
    matching: KeyQuery = (
        select(*near.c)
        .join_from(near, Feedback, Feedback.id == near.c.id)
        .join(Feedback.prediction)
        .where(_has_words(chosen.search))
        .order_by(*replace(way, columns=tuple(near.c)).order())
    )
    found = _find(session, matching)
    items = _load(session, chosen, way.listed(found[:size]))
    return PlacedPage(items, *way.ends(found, size, end), len(found), read, end is not None)


def _find(session: Session, keys: KeyQuery) -> list[Key]:
    return [tuple(row) for row in session.execute(keys)]


def _count(session: Session, chosen: Filter) -> tuple[int, bool]:
    """From the tally, unless the filter asks for what it does not part; and if there are more."""
    if not (chosen.label or chosen.source):
        return votes.count_wrong_votes(session, chosen.since, chosen.version), False
    return count_most(session, _filtered(select(Feedback.id), chosen))


def _load(session: Session, chosen: Filter, keys: Iterable[Key]) -> list[Feedback]:
    """The votes of some keys with their predictions; those alone that have the words."""
    numbers = [number for *_, number in keys]
    query = select(Feedback).join(Feedback.prediction).options(contains_eager(Feedback.prediction))
    query = query.where(Feedback.id.in_(numbers))
    if chosen.search:
        query = query.where(_has_words(chosen.search))
    votes = {vote.id: vote for vote in session.scalars(query)}
    return [votes[number] for number in numbers if number in votes]


_KEYS: dict[Order, tuple[Any, ...]] = {
    Order.LATEST: (Feedback.voted_at, Feedback.id),
    Order.OLDEST: (Feedback.voted_at, Feedback.id),
    Order.SUREST: (Feedback.confidence, Feedback.voted_at, Feedback.id),
}


def _way(chosen: Filter, place: Place | None = None) -> Way:
    return Way(_KEYS[chosen.order], place, is_rising=chosen.order is Order.OLDEST)


def _keys(chosen: Filter, way: Way) -> KeyQuery:
    """The keys of the votes beyond a place, in the order in which it looks at them."""
    return _filtered(_select(way), chosen).where(*way.beyond())


def _select(way: Way) -> KeyQuery:
    query: KeyQuery = select(*way.columns)
    return query.order_by(*way.order())


def _filtered(query: Select[Any], chosen: Filter) -> Select[Any]:
    query = query.where(Feedback.is_correct.is_(False))
    if chosen.since is not None:
        # Nobody votes before the prediction is there: the index of the votes finds them.
        query = query.where(
            Feedback.voted_at >= chosen.since, Feedback.predicted_at >= chosen.since
        )
    for column, value in (
        (Feedback.model_version, chosen.version),
        (Feedback.predicted_label, chosen.label),
        (Feedback.source, chosen.source),
    ):
        if value is not None:
            query = query.where(column == value)
    return query


def _has_words(search: str) -> ColumnElement[bool]:
    # `%` and `_` are escaped: who looks for "100%" means just that.
    columns = (Prediction.text, Feedback.comment)
    return or_(*(column.icontains(search, autoescape=True) for column in columns))
