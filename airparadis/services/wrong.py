"""The predictions that readers reported wrong: filtered, searched, sorted, in pages.

Pages begin after a vote, not after a number of votes: the thousandth costs what the first does, and
what comes in meanwhile moves nothing. Votes are filtered and sorted by columns of their own, which
an index holds; only what is shown is read with its prediction. Words are looked for in so many
votes a page, from where it begins: a page after it looks through those that follow.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session, contains_eager

from airparadis.classifier import Label
from airparadis.models import Feedback, Prediction, Source
from airparadis.services import votes
from airparadis.services.paging import Page

PAGE_SIZE: Final = 20
EXPORT_BATCH: Final = 500
MOST_COUNTED: Final = 10_000
"""Of votes that match a filter; what no tally parts is not counted further."""

MOST_SEARCHED: Final = 5_000
"""Votes whose words are looked at for a page."""

Key = tuple[Any, ...]
"""What a list is sorted by, the vote's number last."""

_Row = Row[*tuple[Any, ...]]
_KeyQuery = Select[*tuple[Any, ...]]


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


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: beyond a key, or before it if `is_backward`."""

    key: Key
    is_backward: bool = False


@dataclass(frozen=True, slots=True)
class WrongPage:
    """A page, and where those before and after it begin; None if there is none."""

    items: Sequence[Feedback]
    before: Key | None
    after: Key | None
    total: int
    """Votes that match; with a search, those of the votes that were looked through."""
    is_more: bool = False
    """Whether there are more than `total`."""
    searched: int | None = None
    """How many votes were looked through for words; None without a search."""


def page(
    session: Session, chosen: Filter, place: Place | None = None, size: int = PAGE_SIZE
) -> WrongPage:
    """A page of the votes that called a prediction wrong, predictions loaded."""
    if chosen.search:
        return _searched(session, chosen, place, size)
    found = session.execute(_keys(chosen, place).limit(size + 1)).all()
    items = _load(session, chosen, found[:size], place)
    before, after = _ends(chosen, found, size, place)
    return WrongPage(items, before, after, *_count(session, chosen))


def numbered(
    session: Session, chosen: Filter, number: int = 1, size: int = PAGE_SIZE
) -> Page[Feedback]:
    """A page by its number, for a filter of span and version alone."""
    total = votes.wrong_votes(session, chosen.since, chosen.version)
    found = session.execute(_keys(chosen).limit(size).offset((number - 1) * size)).all()
    return Page(_load(session, chosen, found), number, size, total)


def stream(session: Session, chosen: Filter) -> Iterator[Feedback]:
    """All of them, read from the database a batch at a time."""
    place: Place | None = None
    while True:
        found = session.execute(_keys(chosen, place).limit(EXPORT_BATCH)).all()
        yield from _load(session, chosen, found)
        if len(found) < EXPORT_BATCH:
            return
        place = Place(_key_of(found[-1]))


def _searched(session: Session, chosen: Filter, place: Place | None, size: int) -> WrongPage:
    keys = _keys(chosen, place)
    looked_at = keys.limit(MOST_SEARCHED + 1).subquery()
    count = session.scalar(select(func.count()).select_from(looked_at)) or 0
    rest = session.execute(keys.offset(MOST_SEARCHED - 1).limit(1)).first()
    end = _key_of(rest) if rest and count > MOST_SEARCHED else None
    wanted = select(keys.limit(MOST_SEARCHED).subquery().c.id)
    matching = _select(chosen, place).join(Feedback.prediction).where(Feedback.id.in_(wanted))
    found = session.execute(matching.where(_has_words(chosen.search))).all()
    return WrongPage(
        _load(session, chosen, found[:size], place),
        *_ends(chosen, found, size, place, end),
        len(found),
        searched=min(count, MOST_SEARCHED),
        is_more=end is not None,
    )


def _ends(
    chosen: Filter, found: Sequence[_Row], size: int, place: Place | None, end: Key | None = None
) -> tuple[Key | None, Key | None]:
    """Where the pages before and after the first `size` rows found begin.

    `end` is the last vote that was looked at, if there are others beyond it.
    """
    near = None if place is None else _key_of(found[0]) if found else _back_to(chosen, place)
    far = _key_of(found[size - 1]) if len(found) > size else end
    return (far, near) if place and place.is_backward else (near, far)


def _back_to(chosen: Filter, place: Place) -> Key:
    """Where the other direction begins with the very vote that a place is beyond."""
    *first, number = place.key
    return *first, number + (1 if _ascends(chosen, place) else -1)


def _count(session: Session, chosen: Filter) -> tuple[int, bool]:
    """From the tally, unless the filter asks for what it does not part; and if there are more."""
    if not (chosen.label or chosen.source):
        return votes.wrong_votes(session, chosen.since, chosen.version), False
    counted = _filtered(select(Feedback.id), chosen).limit(MOST_COUNTED + 1).subquery()
    found = session.scalar(select(func.count()).select_from(counted)) or 0
    return min(found, MOST_COUNTED), found > MOST_COUNTED


def _load(
    session: Session, chosen: Filter, rows: Sequence[_Row], place: Place | None = None
) -> list[Feedback]:
    """The votes of some keys with their predictions; those alone that have the words."""
    query = select(Feedback).join(Feedback.prediction).options(contains_eager(Feedback.prediction))
    query = query.where(Feedback.id.in_([row.id for row in rows]))
    if chosen.search:
        query = query.where(_has_words(chosen.search))
    votes = {vote.id: vote for vote in session.scalars(query)}
    is_backward = place is not None and place.is_backward
    ordered = reversed(rows) if is_backward else rows
    return [votes[row.id] for row in ordered if row.id in votes]


_KEYS: dict[Order, tuple[Any, ...]] = {
    Order.LATEST: (Feedback.voted_at, Feedback.id),
    Order.OLDEST: (Feedback.voted_at, Feedback.id),
    Order.SUREST: (Feedback.confidence, Feedback.voted_at, Feedback.id),
}


def _key_of(row: _Row) -> Key:
    return tuple(row)


def _keys(chosen: Filter, place: Place | None = None) -> _KeyQuery:
    """The keys of the votes beyond a place, in the order in which it looks at them."""
    query = _filtered(_select(chosen, place), chosen)
    if place is None:
        return query
    key = _KEYS[chosen.order]
    mark = tuple_(*(literal(value, each.type) for value, each in zip(place.key, key, strict=True)))
    ascends = _ascends(chosen, place)
    return query.where(tuple_(*key) > mark if ascends else tuple_(*key) < mark)


def _select(chosen: Filter, place: Place | None) -> _KeyQuery:
    key, ascends = _KEYS[chosen.order], _ascends(chosen, place)
    query: _KeyQuery = select(*key)
    return query.order_by(*(each.asc() if ascends else each.desc() for each in key))


def _ascends(chosen: Filter, place: Place | None) -> bool:
    is_backward = place is not None and place.is_backward
    return (chosen.order is Order.OLDEST) is not is_backward


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
