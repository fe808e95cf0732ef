"""A stream holds the tweets it would have held had it always been there."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.db.tables import Stream, StreamCount, StreamTweet
from airparadis.domain.radar.enums import Sensitivity, Step
from airparadis.domain.radar.sources.ingest_schema import IncomingTweet
from airparadis.domain.radar.sources.names import SourceName
from airparadis.lib.errors import StreamError, StreamNotFoundError
from airparadis.services.radar import streams
from tests.services.radar.test_ingest import counts
from tests.support.streams import NOON, feed, stream, tweet

TWEETS = [
    tweet(n, ("air france is bad", "good", "flying with delta today")[n % 3], minutes=n)
    for n in range(30)
]


def look_back(session: Session, of: Stream, batch: int = 7) -> None:
    while streams.look_back(session, of, batch):
        session.commit()
    session.commit()


def test_a_late_stream_finds_the_tweets_that_are_there(session: Session) -> None:
    early = stream(session)
    feed(session, TWEETS)
    late = stream(session, "The same", ["air france"])
    look_back(session, late)
    assert counts(session, late.id) == counts(session, early.id) == [(10, 10, 10)]
    assert counts(session, None) == [(20, 20, 0)]


def test_what_joins_a_stream_leaves_the_background(session: Session) -> None:
    feed(session, TWEETS)
    assert counts(session, None) == [(30, 30, 10)]
    late = stream(session)
    look_back(session, late)
    assert counts(session, None) == [(20, 20, 0)]
    streams.remove(session, late)
    session.commit()
    assert counts(session, None) == [(30, 30, 10)]
    assert not session.scalars(select(StreamTweet)).all()


def test_tweets_of_another_stream_do_not_fall_back_to_the_background(session: Session) -> None:
    both = stream(session), stream(session, "Twice", ["france"])
    feed(session, TWEETS)
    streams.remove(session, both[0])
    session.commit()
    assert counts(session, None) == [(20, 20, 0)]
    assert counts(session, both[1].id) == [(10, 10, 10)]


def test_other_terms_match_all_tweets_anew(session: Session) -> None:
    changed = stream(session)
    feed(session, TWEETS)
    streams.change(session, changed, ["delta"], [], Sensitivity.STRICT)
    session.commit()
    look_back(session, changed)
    assert counts(session, changed.id) == [(10, 10, 0)]
    assert changed.sensitivity is Sensitivity.STRICT


def test_another_sensitivity_touches_no_tweet(session: Session) -> None:
    changed = stream(session)
    feed(session, TWEETS)
    look_back(session, changed)
    streams.change(session, changed, ["air france"], [], Sensitivity.SENSITIVE)
    session.commit()
    assert changed.unmatched_below == 0
    assert counts(session, changed.id) == [(10, 10, 10)]


@pytest.mark.parametrize(("name", "terms"), [("", ["x"]), ("x" * 81, ["x"]), ("Air France", ["x"])])
def test_a_name_must_be_new_and_short(session: Session, name: str, terms: list[str]) -> None:
    stream(session)
    with pytest.raises(StreamError):
        streams.add(session, name, terms, NOON)


def test_an_unknown_stream_is_not_found(session: Session) -> None:
    with pytest.raises(StreamNotFoundError):
        streams.find(session, 7)
    with pytest.raises(StreamNotFoundError):
        streams.find_by_name(session, "nobody")


def from_source(source: str, number: int) -> IncomingTweet:
    return replace(tweet(f"{source}{number}", minutes=number), source=source)


def test_a_stream_hears_only_the_sources_that_it_names(session: Session) -> None:
    any_source = stream(session)
    named = streams.add(session, "Two", ["air france"], NOON, sources=["bluesky", "other", "no"])
    session.commit()
    assert named.sources == ["bluesky", "other"]
    feed(session, [from_source(source, n) for n, source in enumerate(("x", "bluesky", "mine"))])
    assert counts(session, any_source.id) == [(1, 1, 1)] * 3
    assert counts(session, named.id) == [(1, 1, 1)] * 2
    streams.change(session, named, ["air france"], [], Sensitivity.STRICT, sources=["x"])
    session.commit()
    look_back(session, named)
    assert counts(session, named.id) == [(1, 1, 1)]
    streams.change(session, named, ["air france"], [], Sensitivity.STRICT, sources=list(SourceName))
    session.commit()
    look_back(session, named)
    assert named.sources == []
    assert counts(session, named.id) == [(1, 1, 1)] * 3


def test_counts_are_kept_by_source(session: Session) -> None:
    made = stream(session)
    feed(session, [from_source(source, 0) for source in ("x", "bluesky", "mine", "yours")])
    by_source = select(StreamCount.source, StreamCount.tweets).where(StreamCount.step == Step.TICK)
    rows = session.execute(by_source.order_by(StreamCount.source)).all()
    assert [tuple(row) for row in rows] == [("bluesky", 1), ("other", 2), ("x", 1)]
    assert [stream.id for stream in streams.all_streams(session, SourceName.X)] == [made.id]
