"""The tweets of a stream, filtered and sorted, in pages.

A label, words and the reach are read from the tweets themselves, of which only so many are scanned
for a page.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Select, func, literal, select
from sqlalchemy.orm import Session

from airparadis.db.tables import Stream, StreamTweet, Tweet
from airparadis.services.lists.keyset import (
    Cursor,
    Key,
    KeyQuery,
    KeysetPage,
    Ordering,
    count_rows,
    scan_limit,
)
from airparadis.services.radar.tweet_filter import Order, TweetFilter, TweetLine

PAGE_SIZE: Final = 50
MAX_SCANNED: Final = 5_000
"""Tweets that are looked through for a page: for words or a label, or to be sorted by reach."""

_KEY: Final = (StreamTweet.created_at, StreamTweet.tweet_id)

_Row = tuple[Any, int, int | None, int]
"""Sort value, number of the tweet, reach, copies."""


def page(
    session: Session,
    stream: Stream,
    wanted: TweetFilter,
    cursor: Cursor | None = None,
    size: int = PAGE_SIZE,
) -> KeysetPage[TweetLine]:
    """Return a page of the tweets of a stream."""
    ordering = Ordering(_KEY, cursor)
    if wanted.order is not Order.LATEST:
        return _sort(session, stream, wanted, ordering, size)
    keys = _key_query(stream, wanted, ordering)
    if wanted.label or wanted.search:
        return _scan(session, keys, wanted, ordering, size)
    total, is_more = count_rows(session, _in_span(stream, wanted))
    rows: list[_Row] = [(row[0], row[1], None, 1) for row in session.execute(keys.limit(size + 1))]
    return KeysetPage(*_load(session, rows, ordering, size), total, is_more=is_more)


def _scan(
    session: Session, keys: KeyQuery, wanted: TweetFilter, ordering: Ordering, size: int
) -> KeysetPage[TweetLine]:
    """Look for a label and words among so many tweets; the page after this one goes on there."""
    scanned, last_scanned = scan_limit(session, keys, MAX_SCANNED)
    near = keys.limit(MAX_SCANNED).subquery()
    key = (near.c.created_at, near.c.tweet_id)
    query = select(*key).join_from(near, Tweet, near.c.tweet_id == Tweet.id)
    query = _match(query, wanted).order_by(*Ordering(key, ordering.cursor).order_by())
    rows: list[_Row] = [(row[0], row[1], None, 1) for row in session.execute(query)]
    lines, before, after = _load(session, rows, ordering, size, last_scanned)
    return KeysetPage(lines, before, after, len(rows), scanned, last_scanned is not None)


def _sort(
    session: Session, stream: Stream, wanted: TweetFilter, ordering: Ordering, size: int
) -> KeysetPage[TweetLine]:
    """Sort so many of the latest tweets by reach or by copies."""
    keys = _key_query(stream, wanted, Ordering(_KEY))
    scanned, last_scanned = scan_limit(session, keys, MAX_SCANNED)
    near = keys.limit(MAX_SCANNED).subquery()
    columns: tuple[Any, ...] = (func.coalesce(Tweet.reach, -1), Tweet.id, Tweet.reach, literal(1))
    if wanted.order is Order.COPIES:
        columns = (func.count(), func.min(Tweet.id), func.sum(Tweet.reach), func.count())
    query: Select[Any] = select(*columns).join_from(near, Tweet, near.c.tweet_id == Tweet.id)
    if wanted.order is Order.COPIES:  # the first tweet stands for its text
        query = query.where(Tweet.text.is_not(None)).group_by(Tweet.duplicate_key)
    every: list[_Row] = [tuple(row) for row in session.execute(_match(query, wanted))]
    every.sort(key=lambda row: row[:2], reverse=not ordering.scans_upwards)
    rows = [row for row in every if ordering.is_after_cursor(row[:2])]
    lines, before, after = _load(session, rows, ordering, size)
    return KeysetPage(lines, before, after, len(every), scanned, last_scanned is not None)


def _in_span(stream: Stream, wanted: TweetFilter) -> KeyQuery:
    """Select the keys of a stream's tweets in a span."""
    query: KeyQuery = select(*_KEY).where(StreamTweet.stream_id == stream.id)
    if wanted.since:
        query = query.where(StreamTweet.created_at >= wanted.since)
    if wanted.until:
        query = query.where(StreamTweet.created_at < wanted.until)
    return query


def _key_query(stream: Stream, wanted: TweetFilter, ordering: Ordering) -> KeyQuery:
    """Select the keys after the cursor."""
    query = _in_span(stream, wanted).where(*ordering.after_cursor())
    return query.order_by(*ordering.order_by())


def _match(query: Select[Any], wanted: TweetFilter) -> Select[Any]:
    if wanted.label:
        query = query.where(Tweet.label == wanted.label)
    if wanted.search:
        query = query.where(Tweet.text.icontains(wanted.search, autoescape=True))
    return query


def _load(
    session: Session,
    rows: Sequence[_Row],
    ordering: Ordering,
    size: int,
    last_scanned: Key | None = None,
) -> tuple[list[TweetLine], Key | None, Key | None]:
    """Return the first rows with their tweets, and the keys of the pages before and after."""
    query = select(Tweet).where(Tweet.id.in_([row[1] for row in rows[:size]]))
    tweets = {tweet.id: tweet for tweet in session.scalars(query)}
    lines = [
        TweetLine(tweets[number], copies, tweets[number].reach if copies == 1 else reach)
        for _, number, reach, copies in ordering.in_list_order(rows[:size])
    ]
    return lines, *ordering.neighbours([row[:2] for row in rows], size, last_scanned)
