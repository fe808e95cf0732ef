"""The tweets of a stream, filtered and sorted, a page from any place on.

What the links of a stream do not tell, a label, words, the reach, is read from its tweets, of so
many of them for a page.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Select, func, literal, select
from sqlalchemy.orm import Session

from airparadis.db.tables import Stream, StreamTweet, Tweet
from airparadis.services.lists.keyset import (
    Key,
    KeyQuery,
    Place,
    PlacedPage,
    Way,
    count_most,
    extent,
)
from airparadis.services.radar.tweet_filter import Listed, Order, TweetFilter

PAGE_SIZE: Final = 50
MOST_READ: Final = 5_000
"""Tweets that are looked through for a page: for words or a label, or to be sorted otherwise."""

_COLUMNS: Final = (StreamTweet.created_at, StreamTweet.tweet_id)

_Row = tuple[Any, int, int | None, int]
"""What the list is sorted by, number, reach, copies."""


def page(
    session: Session,
    stream: Stream,
    wanted: TweetFilter,
    place: Place | None = None,
    size: int = PAGE_SIZE,
) -> PlacedPage[Listed]:
    """A page of the tweets of a stream."""
    way = Way(_COLUMNS, place)
    if wanted.order is not Order.LATEST:
        return _sorted(session, stream, wanted, way, size)
    keys = _keys(stream, wanted, way)
    if wanted.label or wanted.search:
        return _filtered(session, keys, wanted, way, size)
    total, is_more = count_most(session, _linked(stream, wanted))
    found = [(at, number, None, 1) for at, number in session.execute(keys.limit(size + 1))]
    return PlacedPage(*_shown(session, found, way, size), total, is_more=is_more)


def _filtered(
    session: Session, keys: KeyQuery, wanted: TweetFilter, way: Way, size: int
) -> PlacedPage[Listed]:
    """By label and words, as far as so many tweets go; the page after this one goes on there."""
    read, end = extent(session, keys, MOST_READ)
    linked = keys.limit(MOST_READ).subquery()
    columns = (linked.c.created_at, linked.c.tweet_id)
    query = select(*columns).join_from(linked, Tweet, linked.c.tweet_id == Tweet.id)
    order = Way(columns, way.place).order()
    rows = session.execute(_matching(query, wanted).order_by(*order))
    found: list[_Row] = [(at, each, None, 1) for at, each in rows]
    shown = _shown(session, found, way, size, end)
    return PlacedPage(*shown, len(found), read, end is not None)


def _sorted(
    session: Session, stream: Stream, wanted: TweetFilter, way: Way, size: int
) -> PlacedPage[Listed]:
    """By reach or by copies, among so many of the latest tweets."""
    keys = _keys(stream, wanted, Way(_COLUMNS))
    read, end = extent(session, keys, MOST_READ)
    linked = keys.limit(MOST_READ).subquery()
    columns: tuple[Any, ...] = (func.coalesce(Tweet.reach, -1), Tweet.id, Tweet.reach, literal(1))
    if wanted.order is Order.COPIES:
        columns = (func.count(), func.min(Tweet.id), func.sum(Tweet.reach), func.count())
    query: Select[Any] = select(*columns).join_from(linked, Tweet, linked.c.tweet_id == Tweet.id)
    if wanted.order is Order.COPIES:  # its first tweet stands for a text
        query = query.where(Tweet.text.is_not(None)).group_by(Tweet.duplicate_key)
    rows: list[_Row] = [tuple(row) for row in session.execute(_matching(query, wanted))]
    rows.sort(key=lambda row: row[:2], reverse=not way.climbs)
    found = [row for row in rows if way.is_beyond(row[:2])]
    return PlacedPage(*_shown(session, found, way, size), len(rows), read, end is not None)


def _linked(stream: Stream, wanted: TweetFilter) -> KeyQuery:
    """The keys of a stream's tweets in a span."""
    query: KeyQuery = select(*_COLUMNS).where(StreamTweet.stream_id == stream.id)
    if wanted.since:
        query = query.where(StreamTweet.created_at >= wanted.since)
    if wanted.until:
        query = query.where(StreamTweet.created_at < wanted.until)
    return query


def _keys(stream: Stream, wanted: TweetFilter, way: Way) -> KeyQuery:
    """Those from a place on, in the order in which it looks at them."""
    return _linked(stream, wanted).where(*way.beyond()).order_by(*way.order())


def _matching(query: Select[Any], wanted: TweetFilter) -> Select[Any]:
    if wanted.label:
        query = query.where(Tweet.label == wanted.label)
    if wanted.search:
        query = query.where(Tweet.text.icontains(wanted.search, autoescape=True))
    return query


def _shown(
    session: Session, found: Sequence[_Row], way: Way, size: int, end: Key | None = None
) -> tuple[list[Listed], Key | None, Key | None]:
    """The first rows with their tweets, and where the pages before and after begin.

    `end` is the last tweet that was looked at, if there are others beyond it.
    """
    wanted = select(Tweet).where(Tweet.id.in_([row[1] for row in found[:size]]))
    tweets = {each.id: each for each in session.scalars(wanted)}
    items = [
        Listed(tweets[number], copies, tweets[number].reach if copies == 1 else reach)
        for _, number, reach, copies in way.listed(found[:size])
    ]
    return items, *way.ends([row[:2] for row in found], size, end)
