"""Tweets are stored once, counted once, and belong to every stream that asks for them."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.db.tables import BackgroundCount, StreamCount, StreamTweet, Tweet
from airparadis.domain.predictions.label import Sentiment
from airparadis.domain.predictions.tweet import Unscorable
from airparadis.domain.radar.enums import Step
from airparadis.services.radar import ingest, streams
from tests.support.fakes import ThreeClassFake
from tests.support.streams import NOON, feed, stream, tweet


def counts(session: Session, stream_id: int | None) -> list[tuple[int, int, int]]:
    """Tweets, scored and negative of each hour."""
    table = BackgroundCount if stream_id is None else StreamCount
    query = select(table.tweets, table.scored, table.negative).where(table.step == Step.HOUR)
    if stream_id is not None:
        query = query.where(StreamCount.stream_id == stream_id)
    rows = session.execute(query.order_by(table.at))
    return [(tweets, scored, negative) for tweets, scored, negative in rows]


def test_a_tweet_is_scored_stored_linked_and_counted(session: Session) -> None:
    watched = stream(session)
    kept = feed(session, [tweet(1, reach=7), tweet(2, "good day", minutes=70)])
    assert (kept.new, kept.known, kept.matched) == (2, 0, 1)
    stored = session.scalars(select(Tweet).order_by(Tweet.id)).all()
    assert [(row.label, row.reach) for row in stored] == [
        (Sentiment.NEGATIVE, 7),
        (Sentiment.POSITIVE, None),
    ]
    assert session.scalars(select(StreamTweet.tweet_id)).all() == [stored[0].id]
    assert counts(session, watched.id) == [(1, 1, 1)]
    assert counts(session, None) == [(1, 1, 0)]


def test_neutral_news_is_volume_not_anger(session: Session) -> None:
    watched = stream(session)
    texts = ("delayed, air france boards at noon", "air france delayed again", "air france lands")
    feed(session, [tweet(n, text) for n, text in enumerate(texts)], ThreeClassFake())
    stored = session.scalars(select(Tweet).order_by(Tweet.id)).all()
    assert [row.label for row in stored] == [
        Sentiment.NEUTRAL,
        Sentiment.NEGATIVE,
        Sentiment.NEUTRAL,
    ]
    assert stored[1].label_probability == pytest.approx(0.9 * 0.8176, abs=1e-4)
    assert stored[0].label_probability is None
    assert counts(session, watched.id) == [(3, 3, 1)]
    streams.change(session, watched, ["lands"], [], watched.sensitivity)
    streams.look_back(session, watched)
    assert counts(session, watched.id) == [(1, 1, 0)]


def test_the_same_tweet_sent_again_changes_nothing(session: Session) -> None:
    watched = stream(session)
    feed(session, [tweet(1)])
    kept = feed(session, [tweet(1), tweet(1, "other words"), tweet(2)])
    assert (kept.new, kept.known) == (1, 2)
    assert counts(session, watched.id) == [(2, 2, 2)]


def test_only_unknown_tweets_are_worth_scoring(session: Session) -> None:
    feed(session, [tweet(1)])
    assert [new.source_id for new in ingest.unknown(session, [tweet(1), tweet(2), tweet(2)])] == [
        "2"
    ]


def test_what_no_model_can_read_is_counted_but_not_scored(session: Session) -> None:
    watched = stream(session)
    feed(session, [tweet(1, "Mon vol Air France est encore retardé, quelle honte")])
    assert session.scalar(select(Tweet.reason)) is Unscorable.LANGUAGE
    assert counts(session, watched.id) == [(1, 0, 0)]


def test_a_tweet_in_another_language_than_the_streams_does_not_belong(session: Session) -> None:
    streams.add(session, "English", ["air france"], NOON, languages=["EN"])
    session.commit()
    kept = feed(
        session, [tweet(1, language="fr"), tweet(2, language="en-gb"), tweet(3, language=None)]
    )
    assert kept.matched == 2


def test_ticks_are_counted_too(session: Session) -> None:
    watched = stream(session)
    feed(session, [tweet(1, minutes=1), tweet(2, minutes=4.9), tweet(3, minutes=5)])
    ticks = select(StreamCount.tweets).where(
        StreamCount.stream_id == watched.id, StreamCount.step == Step.TICK
    )
    assert session.scalars(ticks.order_by(StreamCount.at)).all() == [2, 1]
