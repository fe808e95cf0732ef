"""The tweets of a stream, filtered and sorted, a page from any place on.

Pages begin after a tweet, not after a number of tweets: the thousandth costs what the first does,
and what comes in meanwhile moves nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Select, func, literal, select, tuple_
from sqlalchemy.orm import Session

from airparadis.classifier import Label
from airparadis.models import Stream, StreamTweet, Tweet

PAGE_SIZE: Final = 50
MOST_COUNTED: Final = 10_000
"""Of tweets that match; more take too long to count, and nobody reads them all."""

_Query = Select[*tuple[Any, ...]]
"""Of the columns `id`, `value`, `reach` and `copies`."""

Key = tuple[Any, int]
"""The value that a list is sorted by, and the tweet's number."""


class Order(StrEnum):
    """What a list begins with."""

    LATEST = "latest"
    REACH = "reach"
    COPIES = "copies"
    """Each text once, the most repeated first."""


@dataclass(frozen=True, slots=True)
class TweetFilter:
    """Which tweets of a stream are listed."""

    since: datetime | None = None
    until: datetime | None = None
    label: Label | None = None
    search: str = ""
    order: Order = Order.LATEST


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: beyond a key, or before it if `is_backward`."""

    key: Key
    is_backward: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A tweet of a list, and what is folded into it."""

    tweet: Tweet
    copies: int
    """Tweets with its text, itself included; 1 unless texts are folded."""
    reach: int | None
    """Of all of them."""
    key: Key


@dataclass(frozen=True, slots=True)
class TweetPage:
    """A page, and where those before and after it begin; None if there is none."""

    items: Sequence[Listed]
    before: Key | None
    after: Key | None
    total: int
    """Tweets or texts that match, `MOST_COUNTED` at most."""


def page(
    session: Session,
    stream: Stream,
    wanted: TweetFilter,
    place: Place | None = None,
    size: int = PAGE_SIZE,
) -> TweetPage:
    """A page of the tweets of a stream."""
    folded = wanted.order is Order.COPIES
    query = _folded(stream, wanted) if folded else _single(stream, wanted)
    key = _FOLDED_KEY if folded else _key(wanted.order)
    total = session.scalar(select(func.count()).select_from(query.limit(MOST_COUNTED).subquery()))
    is_backward = place is not None and place.is_backward
    if place is not None:
        mark = tuple_(*place.key)
        beyond = tuple_(*key) > mark if is_backward else tuple_(*key) < mark
        query = query.having(beyond) if folded else query.where(beyond)
    order = [each.asc() if is_backward else each.desc() for each in key]
    rows = session.execute(query.order_by(*order).limit(size + 1)).all()
    has_more, rows = len(rows) > size, rows[:size]
    if is_backward:
        rows = rows[::-1]
    found = {
        each.id: each
        for each in session.scalars(select(Tweet).where(Tweet.id.in_([row.id for row in rows])))
    }
    items = [Listed(found[row.id], row.copies, row.reach, (row.value, row.id)) for row in rows]
    has_before = has_more if is_backward else place is not None
    has_after = is_backward or has_more
    return TweetPage(
        items,
        items[0].key if items and has_before else None,
        items[-1].key if items and has_after else None,
        total or 0,
    )


_COPIES: Final = func.count()
_FOLDED_KEY: Final = (_COPIES, func.min(Tweet.id))


def _key(order: Order) -> tuple[Any, Any]:
    first = StreamTweet.created_at if order is Order.LATEST else func.coalesce(Tweet.reach, -1)
    return first, StreamTweet.tweet_id


def _single(stream: Stream, wanted: TweetFilter) -> _Query:
    value, number = _key(wanted.order)
    chosen: _Query = select(
        number.label("id"),
        value.label("value"),
        Tweet.reach.label("reach"),
        literal(1).label("copies"),
    )
    return _filtered(chosen, stream, wanted)


def _folded(stream: Stream, wanted: TweetFilter) -> _Query:
    """One row for each text: its first tweet, how many share it, how far all of them reach."""
    chosen: _Query = select(
        func.min(Tweet.id).label("id"),
        _COPIES.label("value"),
        func.sum(Tweet.reach).label("reach"),
        _COPIES.label("copies"),
    )
    kept = _filtered(chosen, stream, wanted).where(Tweet.text.is_not(None))
    return kept.group_by(Tweet.duplicate_key)


def _filtered(chosen: _Query, stream: Stream, wanted: TweetFilter) -> _Query:
    query = chosen.select_from(StreamTweet).join(Tweet, StreamTweet.tweet_id == Tweet.id)
    query = query.where(StreamTweet.stream_id == stream.id)
    if wanted.since:
        query = query.where(StreamTweet.created_at >= wanted.since)
    if wanted.until:
        query = query.where(StreamTweet.created_at < wanted.until)
    if wanted.label:
        query = query.where(Tweet.label == wanted.label)
    if wanted.search:
        query = query.where(Tweet.text.icontains(wanted.search, autoescape=True))
    return query
