"""Store tweets once, link them to their streams, count them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from airparadis.db.base import Base, begin_write
from airparadis.db.tables import StreamTweet, Tweet
from airparadis.domain.radar.sources.ingest_schema import IncomingTweet
from airparadis.services.radar.counting import Changes
from airparadis.services.radar.preparing import Prepared

Name = tuple[str, str]
"""Source and identifier there."""

_MAX_NAMES = 4_000
"""Maximum in one query: SQLite takes 32,766 values."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The counts of a stored batch."""

    new: int
    known: int
    matched: int


def unknown(session: Session, tweets: Sequence[IncomingTweet]) -> list[IncomingTweet]:
    """Return the tweets that are not stored yet, without repeats: only they are worth scoring."""
    first = dict[Name, IncomingTweet]()
    for tweet in tweets:
        first.setdefault((tweet.source, tweet.source_id), tweet)
    known = _stored(session, first)
    return [tweet for name, tweet in first.items() if name not in known]


def keep(
    session: Session,
    prepared: Sequence[Prepared],
    now: datetime,
    kept_until: datetime | None = None,
) -> Kept:
    """Store what is new. A tweet sent twice is stored and counted once.

    The write lock is taken first, so that two senders of the same tweet take turns; the caller
    commits. `kept_until` is how long texts are kept, whatever their age; None: as all others.
    """
    begin_write(session)
    named = dict[Name, Prepared]()
    for scored in prepared:
        named.setdefault((scored.tweet.source, scored.tweet.source_id), scored)
    known = _stored(session, named)
    new = [scored for name, scored in named.items() if name not in known]
    if new:
        session.execute(insert(_table(Tweet)), [_row(scored, now, kept_until) for scored in new])
        _link(session, [scored for scored in new if scored.streams])
        _count(new).write(session)
    matched = sum(bool(scored.streams) for scored in new)
    return Kept(len(new), len(prepared) - len(new), matched)


def _table(model: type[Base]) -> Table:
    """Return a model's table: plain rows need no objects, nor grouping by missing columns."""
    return cast(Table, model.__table__)


def _row(scored: Prepared, now: datetime, kept_until: datetime | None) -> dict[str, Any]:
    tweet = scored.tweet
    return {
        "source": tweet.source,
        "source_id": tweet.source_id,
        "author": tweet.author,
        "text": tweet.text,
        "language": tweet.language,
        "reach": tweet.reach,
        "created_at": tweet.created_at,
        "received_at": now,
        "kept_until": kept_until,
        "label": scored.label,
        "reason": scored.reason,
        "probability_positive": scored.probability_positive,
        "neutral_probability": scored.neutral_probability,
        "model_version": scored.model_version,
        "duplicate_key": scored.duplicate_key,
    }


def _link(session: Session, matched: Sequence[Prepared]) -> None:
    ids = _stored(session, [(scored.tweet.source, scored.tweet.source_id) for scored in matched])
    rows = [
        {
            "stream_id": stream,
            "created_at": scored.tweet.created_at,
            "tweet_id": ids[scored.tweet.source, scored.tweet.source_id],
        }
        for scored in matched
        for stream in scored.streams
    ]
    if rows:
        session.execute(insert(_table(StreamTweet)), rows)


def _count(new: Iterable[Prepared]) -> Changes:
    changes = Changes()
    for scored in new:
        tweet = scored.tweet
        if scored.streams:
            changes.add_to_streams(scored.streams, tweet.source, tweet.created_at, scored.label)
        else:
            changes.add_to_background(tweet.source, tweet.created_at, scored.label)
    return changes


def _stored(session: Session, names: Iterable[Name]) -> dict[Name, int]:
    """The numbers of tweets that are stored, by name.

    Each source is asked for by itself: SQLite finds pairs of values ten times slower.
    """
    by_source, found = defaultdict[str, list[str]](list), dict[Name, int]()
    for source, source_id in names:
        by_source[source].append(source_id)
    for source, wanted in by_source.items():
        query = select(Tweet.source_id, Tweet.id).where(Tweet.source == source)
        for start in range(0, len(wanted), _MAX_NAMES):
            some = wanted[start : start + _MAX_NAMES]
            for source_id, number in session.execute(query.where(Tweet.source_id.in_(some))):
                found[source, source_id] = number
    return found
