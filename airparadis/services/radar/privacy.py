"""Tweets are personal data: forgotten in time, on demand, and shown to whom they are about."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import Burst, Stream, StreamTweet, Tweet
from airparadis.domain.radar.authors import fold_author
from airparadis.services.radar.promote import erase_copies

BATCH = 5_000
"""Tweets that are purged in one transaction."""

_QUOTED = ("quotes", "first")
"""The parts of a burst's story that hold somebody's words."""


def purge(session: Session, before: datetime, now: datetime, limit: int = BATCH) -> int:
    """Delete texts, authors and reach of tweets older than `before`; the caller commits.

    Those whose importer wants them kept are left until that time is over.

    What stays names nobody: counts, labels, terms of bursts, and the source's identifier, without
    which a file imported again would be counted again.

    Returns:
        How many tweets were purged; `limit` if more may be left.
    """
    is_kept = Tweet.kept_until.is_not(None) & (Tweet.kept_until > now)
    is_old = (Tweet.created_at < before) & Tweet.text.is_not(None) & ~is_kept
    old = select(Tweet.id).where(is_old).limit(limit)
    if session.scalar(old.limit(1)) is None:
        return 0
    begin_write(session)
    numbers = session.scalars(old).all()
    _empty(session, numbers)
    return len(numbers)


def purge_posts(session: Session, source: str, source_ids: Sequence[str]) -> int:
    """Delete texts and authors of posts that their authors deleted; the caller commits.

    Identifiers stay, as for what is old: a source that tells of a post again must not count it.

    Returns:
        How many were stored; without any, nothing is written.
    """
    known = select(Tweet.id).where(
        Tweet.source == source, Tweet.source_id.in_(source_ids), Tweet.text.is_not(None)
    )
    if not source_ids or session.scalar(known.limit(1)) is None:
        return 0
    begin_write(session)
    numbers = session.scalars(known).all()
    _empty(session, numbers)
    erase_copies(session, [(source, source_id) for source_id in source_ids])
    return len(numbers)


def forget_author(session: Session, author: str) -> int:
    """Delete every tweet of an account, voted on or labelled as well; counts stay.

    The caller commits.
    """
    return _forget(session, _by(author))


def forget_tweet(session: Session, source: str, source_id: str) -> int:
    """Delete one tweet; counts stay. The caller commits."""
    return _forget(session, (Tweet.source == source) & (Tweet.source_id == source_id))


def count_by(session: Session, author: str) -> int:
    """Count the stored tweets of an account."""
    return session.scalar(select(func.count()).select_from(Tweet).where(_by(author))) or 0


def held_on(session: Session, author: str) -> Iterator[dict[str, Any]]:
    """Everything that is stored on an account, as JSON-like values, oldest first."""
    tweets = select(Tweet).where(_by(author)).order_by(Tweet.created_at)
    for tweet in session.scalars(tweets):
        streams = select(Stream.name).join(StreamTweet, StreamTweet.stream_id == Stream.id)
        yield {
            "source": tweet.source,
            "id": tweet.source_id,
            "author": tweet.author,
            "text": tweet.text,
            "language": tweet.language,
            "reach": tweet.reach,
            "created_at": tweet.created_at.isoformat(),
            "received_at": tweet.received_at.isoformat(),
            "kept_until": tweet.kept_until and tweet.kept_until.isoformat(),
            "label": tweet.label,
            "reason": tweet.reason,
            "probability_positive": tweet.probability_positive,
            "neutral_probability": tweet.neutral_probability,
            "model_version": tweet.model_version,
            "streams": list(session.scalars(streams.where(StreamTweet.tweet_id == tweet.id))),
        }


def _empty(session: Session, numbers: Sequence[int]) -> None:
    session.execute(
        update(Tweet)
        .where(Tweet.id.in_(numbers))
        .values(text=None, author=None, author_folded=None, reach=None, duplicate_key=0)
        .execution_options(synchronize_session=False)
    )
    _unquote(session, set(numbers))


def _by(author: str) -> ColumnElement[bool]:
    """Match an account's handle in any case, in any script."""
    return Tweet.author_folded == fold_author(author)


def _forget(session: Session, which: ColumnElement[bool]) -> int:
    begin_write(session)
    found = session.execute(select(Tweet.id, Tweet.source, Tweet.source_id).where(which)).all()
    erase_copies(session, [(source, source_id) for _, source, source_id in found])
    numbers = [number for number, *_ in found]
    for start in range(0, len(numbers), BATCH):
        some = numbers[start : start + BATCH]
        session.execute(delete(StreamTweet).where(StreamTweet.tweet_id.in_(some)))
        session.execute(delete(Tweet).where(Tweet.id.in_(some)))
    _unquote(session, set(numbers))
    return len(numbers)


def _unquote(session: Session, numbers: set[int]) -> None:
    """Remove tweets from the stories that quote them; an open burst is summarised anew anyway."""
    for burst in session.scalars(select(Burst)):
        kept = {name: _without(burst.story.get(name, ()), numbers) for name in _QUOTED}
        if any(len(kept[name]) != len(burst.story.get(name, ())) for name in _QUOTED):
            burst.story = burst.story | kept


def _without(quotes: Sequence[dict[str, Any]], numbers: set[int]) -> list[dict[str, Any]]:
    return [quote for quote in quotes if quote["tweet_id"] not in numbers]
