"""Streams: made, listed, changed, removed; stored tweets are looked through for new ones."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, func, insert, select
from sqlalchemy.orm import Session, aliased

from airparadis.db.base import begin_write
from airparadis.db.tables import (
    AlertRoute,
    Burst,
    ConnectorState,
    Incident,
    Stream,
    StreamCount,
    StreamTweet,
    Tweet,
)
from airparadis.domain.predictions.label import Sentiment
from airparadis.domain.radar.enums import Sensitivity
from airparadis.domain.radar.sources.names import SourceName
from airparadis.domain.radar.texts.matching import check_terms
from airparadis.lib.errors import StreamError, StreamNotFoundError
from airparadis.services.radar.counting import Changes
from airparadis.services.radar.preparing import StreamMatcher, hears, watched_of

MAX_NAME = 80
MAX_STREAMS = 200
BATCH = 5_000
"""Stored tweets that are looked through in one transaction."""


def add(
    session: Session,
    name: str,
    terms: Sequence[str],
    now: datetime,
    *,
    languages: Sequence[str] = (),
    sensitivity: Sensitivity = Sensitivity.BALANCED,
    sources: Sequence[str] = (),
) -> Stream:
    """Make a stream. Stored tweets join it as `look_back` goes through them; the caller commits.

    Raises:
        StreamError: the name is taken or empty, or a term cannot be used.
    """
    begin_write(session)
    name = _free_name(session, name)
    if (session.scalar(select(func.count()).select_from(Stream)) or 0) >= MAX_STREAMS:
        raise StreamError(f"there are already {MAX_STREAMS} streams", "streams")
    stream = Stream(
        name=name,
        terms=_checked(terms),
        languages=_spoken(languages),
        sensitivity=sensitivity,
        sources=_known_sources(sources),
        created_at=now,
        unmatched_below=_next_number(session),
    )
    session.add(stream)
    session.flush()
    return stream


def all_streams(session: Session, source: SourceName | None = None) -> list[Stream]:
    """Every stream by name, or every one that hears a source."""
    found = session.scalars(select(Stream).order_by(Stream.name))
    return [stream for stream in found if source is None or hears(stream, source)]


def find(session: Session, stream_id: int) -> Stream:
    """The stream of this number.

    Raises:
        StreamNotFoundError: there is none.
    """
    stream = session.get(Stream, stream_id)
    if stream is None:
        raise StreamNotFoundError(f"there is no stream {stream_id}")
    return stream


def find_by_name(session: Session, name: str) -> Stream:
    """The stream of this name.

    Raises:
        StreamNotFoundError: there is none.
    """
    stream = session.scalar(select(Stream).where(Stream.name == name))
    if stream is None:
        raise StreamNotFoundError(f"there is no stream named {name!r}")
    return stream


def change(
    session: Session,
    stream: Stream,
    terms: Sequence[str],
    languages: Sequence[str],
    sensitivity: Sensitivity,
    name: str | None = None,
    sources: Sequence[str] | None = None,
) -> None:
    """Look for something else, or more sharply, or under another name; None keeps it.

    With other terms, languages or sources all tweets are matched anew.

    Raises:
        StreamError: the name is taken or empty, or a term or language cannot be used.
    """
    begin_write(session)
    if name is not None:
        stream.name = _free_name(session, name, stream)
    heard = stream.sources if sources is None else _known_sources(sources)
    wanted = _checked(terms), _spoken(languages), heard
    stream.sensitivity = sensitivity
    if wanted != (stream.terms, stream.languages, stream.sources):
        stream.terms, stream.languages, stream.sources = wanted
        _empty(session, stream)
        stream.unmatched_below = _next_number(session)


def remove(session: Session, stream: Stream) -> None:
    """Forget a stream, its counts and its incidents; tweets of no other stream are background."""
    begin_write(session)
    _empty(session, stream)
    session.execute(delete(ConnectorState).where(ConnectorState.stream_id == stream.id))
    session.execute(delete(AlertRoute).where(AlertRoute.stream_id == stream.id))
    ours = select(Burst.incident_id).where(Burst.stream_id == stream.id)
    for incident in session.scalars(select(Incident).where(Incident.id.in_(ours))):
        session.delete(incident)
    session.flush()
    session.delete(stream)


def look_back(session: Session, stream: Stream, batch: int = BATCH) -> int:
    """Look through the next stored tweets for a stream, latest first; the caller commits.

    Returns:
        How many are left, at most.
    """
    begin_write(session)
    session.refresh(stream)
    if not stream.unmatched_below:
        return 0
    rows = session.execute(
        select(Tweet.id, Tweet.text, Tweet.language, Tweet.source, Tweet.created_at, Tweet.label)
        .where(Tweet.id < stream.unmatched_below, Tweet.text.is_not(None))
        .order_by(Tweet.id.desc())
        .limit(batch)
    ).all()
    matcher = StreamMatcher(watched_of([stream]))
    found = [row for row in rows if matcher.match(row.text, row.language, row.source)]
    _join(session, stream, [(row.id, row.source, row.created_at, row.label) for row in found])
    stream.unmatched_below = rows[-1].id if len(rows) == batch else 0
    return stream.unmatched_below


Row = tuple[int, str, datetime, Sentiment | None]
"""Number, source, time and label of a tweet."""


def _join(session: Session, stream: Stream, rows: Sequence[Row]) -> None:
    if not rows:
        return
    numbers = [number for number, _, _, _ in rows]
    linked = select(StreamTweet.tweet_id).where(StreamTweet.tweet_id.in_(numbers))
    elsewhere = set(session.scalars(linked))
    changes = Changes()
    for number, source, at, label in rows:
        changes.add_to_streams([stream.id], source, at, label)
        if number not in elsewhere:
            changes.add_to_background(source, at, label, -1)
    session.execute(
        insert(StreamTweet),
        [
            {"stream_id": stream.id, "created_at": at, "tweet_id": number}
            for number, _, at, _ in rows
        ],
    )
    changes.write(session)


def _empty(session: Session, stream: Stream) -> None:
    """Take all tweets out; those of no other stream go back to the background."""
    other = aliased(StreamTweet)
    alone = ~exists().where(other.tweet_id == StreamTweet.tweet_id, other.stream_id != stream.id)
    ours = select(Tweet.source, StreamTweet.created_at, Tweet.label).join(
        Tweet, Tweet.id == StreamTweet.tweet_id
    )
    changes = Changes()
    for source, at, label in session.execute(ours.where(StreamTweet.stream_id == stream.id, alone)):
        changes.add_to_background(source, at, label)
    changes.write(session)
    session.execute(delete(StreamTweet).where(StreamTweet.stream_id == stream.id))
    session.execute(delete(StreamCount).where(StreamCount.stream_id == stream.id))


def _free_name(session: Session, name: str, stream: Stream | None = None) -> str:
    """The name as it is stored; `stream` is the one that may have it already."""
    name = " ".join(name.split())
    if not 0 < len(name) <= MAX_NAME:
        raise StreamError(f"a stream needs a name of at most {MAX_NAME} characters", "name")
    with session.no_autoflush:
        taken = session.scalar(select(Stream).where(Stream.name == name))
    if taken is not None and taken is not stream:
        raise StreamError(f"a stream named {name!r} already exists", "taken", name)
    return name


def _spoken(languages: Sequence[str]) -> list[str]:
    """Codes in small letters: "en", "pt"; what comes after a hyphen is no difference."""
    codes = [language.lower().partition("-")[0] for language in languages]
    for code in codes:
        if not (code.isascii() and code.isalpha() and 2 <= len(code) <= 3):
            raise StreamError(f"{code!r} is not a language code such as en", "language", code)
    return list(dict.fromkeys(codes))


def _known_sources(names: Sequence[str]) -> list[str]:
    """Return sources in their own order; all of them are none in particular."""
    chosen = [name.value for name in SourceName if name in set(names)]
    return [] if len(chosen) == len(SourceName) else chosen


def _checked(terms: Sequence[str]) -> list[str]:
    lines = list(filter(None, map(str.strip, terms)))
    check_terms(lines)
    return lines


def _next_number(session: Session) -> int:
    return (session.scalar(select(func.max(Tweet.id))) or 0) + 1
