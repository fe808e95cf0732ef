"""The predictions that readers reported wrong: filtered, searched, sorted, in pages.

Votes are filtered and sorted by columns of their own, which an index holds; only what is shown is
read with its prediction. A search scans so many votes a page, and the page after it goes on there.
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
    Cursor,
    Key,
    KeyQuery,
    KeysetPage,
    NumberedPage,
    Ordering,
    count_rows,
    scan_limit,
)
from airparadis.services.monitoring.votes import count_wrong_votes

PAGE_SIZE: Final = 20
EXPORT_BATCH: Final = 500
MAX_SCANNED: Final = 5_000
"""Votes that a search looks through for a page."""


class Order(StrEnum):
    """The order of the list."""

    LATEST = "latest"
    OLDEST = "oldest"
    SUREST = "surest"


@dataclass(frozen=True, slots=True)
class Filter:
    """The votes to list; None and an empty search mean any."""

    since: datetime | None = None
    version: str | None = None
    label: Label | None = None
    source: Source | None = None
    search: str = ""
    order: Order = Order.LATEST


def page(
    session: Session, chosen: Filter, cursor: Cursor | None = None, size: int = PAGE_SIZE
) -> KeysetPage[Feedback]:
    """Return a page of the votes that call a prediction wrong, with their predictions."""
    ordering = _ordering(chosen, cursor)
    if chosen.search:
        return _search(session, chosen, ordering, size)
    keys = _read_keys(session, _key_query(chosen, ordering).limit(size + 1))
    items = _load(session, chosen, ordering.in_list_order(keys[:size]))
    total, is_more = _count(session, chosen)
    return KeysetPage(items, *ordering.neighbours(keys, size), total, is_more=is_more)


def numbered_page(
    session: Session, chosen: Filter, number: int = 1, size: int = PAGE_SIZE
) -> NumberedPage[Feedback]:
    """Return a page by its number, for a filter of span and version alone."""
    total = count_wrong_votes(session, chosen.since, chosen.version)
    keys = _key_query(chosen, _ordering(chosen)).limit(size).offset((number - 1) * size)
    return NumberedPage(_load(session, chosen, _read_keys(session, keys)), number, size, total)


def stream(session: Session, chosen: Filter) -> Iterator[Feedback]:
    """Yield all of them, read from the database a batch at a time."""
    cursor: Cursor | None = None
    while True:
        query = _key_query(chosen, _ordering(chosen, cursor)).limit(EXPORT_BATCH)
        keys = _read_keys(session, query)
        yield from _load(session, chosen, keys)
        if len(keys) < EXPORT_BATCH:
            return
        cursor = Cursor(keys[-1])


def _search(
    session: Session, chosen: Filter, ordering: Ordering, size: int
) -> KeysetPage[Feedback]:
    keys = _key_query(chosen, ordering)
    scanned, last_scanned = scan_limit(session, keys, MAX_SCANNED)
    near = keys.limit(MAX_SCANNED).subquery()
    # Joined, as PostgreSQL reads the whole table for a list of so many numbers.
    matching: KeyQuery = (
        select(*near.c)
        .join_from(near, Feedback, Feedback.id == near.c.id)
        .join(Feedback.prediction)
        .where(_contains(chosen.search))
        .order_by(*replace(ordering, columns=tuple(near.c)).order_by())
    )
    found = _read_keys(session, matching)
    return KeysetPage(
        _load(session, chosen, ordering.in_list_order(found[:size])),
        *ordering.neighbours(found, size, last_scanned),
        total=len(found),
        scanned=scanned,
        is_more=last_scanned is not None,
    )


def _read_keys(session: Session, keys: KeyQuery) -> list[Key]:
    return [tuple(row) for row in session.execute(keys)]


def _count(session: Session, chosen: Filter) -> tuple[int, bool]:
    """Count from the tally, which knows no labels and sources, or else row by row."""
    if not (chosen.label or chosen.source):
        return count_wrong_votes(session, chosen.since, chosen.version), False
    return count_rows(session, _filter(select(Feedback.id), chosen))


def _load(session: Session, chosen: Filter, keys: Iterable[Key]) -> list[Feedback]:
    """Return the votes of some keys with their predictions, if they match the search."""
    numbers = [number for *_, number in keys]
    query = select(Feedback).join(Feedback.prediction).options(contains_eager(Feedback.prediction))
    query = query.where(Feedback.id.in_(numbers))
    if chosen.search:
        query = query.where(_contains(chosen.search))
    votes = {vote.id: vote for vote in session.scalars(query)}
    return [votes[number] for number in numbers if number in votes]


_KEYS: dict[Order, tuple[Any, ...]] = {
    Order.LATEST: (Feedback.voted_at, Feedback.id),
    Order.OLDEST: (Feedback.voted_at, Feedback.id),
    Order.SUREST: (Feedback.confidence, Feedback.voted_at, Feedback.id),
}


def _ordering(chosen: Filter, cursor: Cursor | None = None) -> Ordering:
    return Ordering(_KEYS[chosen.order], cursor, is_ascending=chosen.order is Order.OLDEST)


def _key_query(chosen: Filter, ordering: Ordering) -> KeyQuery:
    """Select the keys of the votes after the cursor."""
    query: KeyQuery = select(*ordering.columns).order_by(*ordering.order_by())
    return _filter(query, chosen).where(*ordering.after_cursor())


def _filter(query: Select[Any], chosen: Filter) -> Select[Any]:
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


def _contains(search: str) -> ColumnElement[bool]:
    # `%` and `_` are escaped: a search for "100%" means just that.
    columns = (Prediction.text, Feedback.comment)
    return or_(*(column.icontains(search, autoescape=True) for column in columns))
