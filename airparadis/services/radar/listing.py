"""The tweets of a stream, filtered and sorted, a page from any place on.

Pages begin after a tweet, not after a number of tweets: the thousandth costs what the first does,
and what comes in meanwhile moves nothing. What the links of a stream do not tell, a label, words,
the reach, is read from its tweets, of so many of them for a page.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, func, literal, select, tuple_
from sqlalchemy.orm import Session

from airparadis.models import Stream, StreamTweet, Tweet
from airparadis.services.radar.listed import Key, Listed, Order, Place, TweetFilter, TweetPage

PAGE_SIZE: Final = 50
MOST_COUNTED: Final = 10_000
"""Of the tweets of a stream; more take too long to count, and nobody reads them all."""

MOST_READ: Final = 10_000
"""Tweets that are looked through for a page: for words or a label, or to be sorted otherwise."""

_Keys = Select[datetime, int]
"""Of when a tweet was made, and its number."""

_Row = tuple[Any, int, int | None, int]
"""What the list is sorted by, number, reach, copies."""


def page(
    session: Session,
    stream: Stream,
    wanted: TweetFilter,
    place: Place | None = None,
    size: int = PAGE_SIZE,
) -> TweetPage:
    """A page of the tweets of a stream."""
    if wanted.order is not Order.LATEST:
        return _sorted(session, stream, wanted, place, size)
    keys = _beyond(_linked(stream, wanted), place)
    if wanted.label or wanted.search:
        return _filtered(session, keys, wanted, place, size)
    total = session.scalar(
        select(func.count()).select_from(_linked(stream, wanted).limit(MOST_COUNTED).subquery())
    )
    found = [(at, number, None, 1) for at, number in session.execute(keys.limit(size + 1))]
    return TweetPage(*_shown(session, found, place, size), total or 0)


def _filtered(
    session: Session, keys: _Keys, wanted: TweetFilter, place: Place | None, size: int
) -> TweetPage:
    """By label and words, as far as so many tweets go; the page after this one goes on there."""
    read, end = _extent(session, keys)
    linked = keys.limit(MOST_READ).subquery()
    query = select(linked.c.created_at, linked.c.tweet_id).join_from(
        linked, Tweet, linked.c.tweet_id == Tweet.id
    )
    first, number = linked.c.created_at, linked.c.tweet_id
    order = (first.asc(), number.asc()) if _ascends(place) else (first.desc(), number.desc())
    rows = session.execute(_matching(query, wanted).order_by(*order))
    found: list[_Row] = [(at, each, None, 1) for at, each in rows]
    items, before, after = _shown(session, found, place, size, end)
    return TweetPage(items, before, after, len(found), read, end is not None)


def _sorted(
    session: Session, stream: Stream, wanted: TweetFilter, place: Place | None, size: int
) -> TweetPage:
    """By reach or by copies, among so many of the latest tweets."""
    keys = _beyond(_linked(stream, wanted), None)
    read, end = _extent(session, keys)
    linked = keys.limit(MOST_READ).subquery()
    columns: tuple[Any, ...] = (func.coalesce(Tweet.reach, -1), Tweet.id, Tweet.reach, literal(1))
    if wanted.order is Order.COPIES:
        columns = (func.count(), func.min(Tweet.id), func.sum(Tweet.reach), func.count())
    query: Select[Any] = select(*columns).join_from(linked, Tweet, linked.c.tweet_id == Tweet.id)
    if wanted.order is Order.COPIES:  # its first tweet stands for a text
        query = query.where(Tweet.text.is_not(None)).group_by(Tweet.duplicate_key)
    rows: list[_Row] = sorted(
        (tuple(row) for row in session.execute(_matching(query, wanted))),
        key=lambda row: row[:2],
        reverse=not _ascends(place),
    )
    found = rows
    if place is not None:
        found = [
            row for row in rows if (row[:2] > place.key) is _ascends(place) and row[:2] != place.key
        ]
    return TweetPage(*_shown(session, found, place, size), len(rows), read, end is not None)


def _linked(stream: Stream, wanted: TweetFilter) -> _Keys:
    """The keys of a stream's tweets in a span."""
    query = select(StreamTweet.created_at, StreamTweet.tweet_id).where(
        StreamTweet.stream_id == stream.id
    )
    if wanted.since:
        query = query.where(StreamTweet.created_at >= wanted.since)
    if wanted.until:
        query = query.where(StreamTweet.created_at < wanted.until)
    return query


def _beyond(keys: _Keys, place: Place | None) -> _Keys:
    """Those from a place on, in the order in which it looks at them."""
    columns = (StreamTweet.created_at, StreamTweet.tweet_id)
    if place is not None:
        mark = tuple_(*place.key)
        keys = keys.where(tuple_(*columns) > mark if _ascends(place) else tuple_(*columns) < mark)
    return keys.order_by(*(each.asc() if _ascends(place) else each.desc() for each in columns))


def _ascends(place: Place | None) -> bool:
    return place is not None and place.is_backward


def _extent(session: Session, keys: _Keys) -> tuple[int, Key | None]:
    """How many tweets are looked through, and the last of them if there are others."""
    count = session.scalar(select(func.count()).select_from(keys.limit(MOST_READ + 1).subquery()))
    if (count or 0) <= MOST_READ:
        return count or 0, None
    last = session.execute(keys.offset(MOST_READ - 1).limit(1)).one()
    return MOST_READ, (last[0], last[1])


def _matching(query: Select[Any], wanted: TweetFilter) -> Select[Any]:
    if wanted.label:
        query = query.where(Tweet.label == wanted.label)
    if wanted.search:
        query = query.where(Tweet.text.icontains(wanted.search, autoescape=True))
    return query


def _back_to(place: Place) -> Key:
    """Where the other direction begins with the very tweet that a place is beyond."""
    value, number = place.key
    return value, number + (1 if _ascends(place) else -1)


def _shown(
    session: Session,
    found: Sequence[_Row],
    place: Place | None,
    size: int,
    end: Key | None = None,
) -> tuple[list[Listed], Key | None, Key | None]:
    """The first rows with their tweets, and where the pages before and after begin.

    `end` is the last tweet that was looked at, if there are others beyond it.
    """
    near = None if place is None else found[0][:2] if found else _back_to(place)
    far = found[size - 1][:2] if len(found) > size else end
    shown = found[:size][::-1] if _ascends(place) else found[:size]
    wanted = select(Tweet).where(Tweet.id.in_([row[1] for row in shown]))
    tweets = {each.id: each for each in session.scalars(wanted)}
    items = [
        Listed(
            tweets[number], copies, tweets[number].reach if copies == 1 else reach, (key, number)
        )
        for key, number, reach, copies in shown
    ]
    return (items, far, near) if _ascends(place) else (items, near, far)
