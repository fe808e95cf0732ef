"""Texts go in time or on demand, counts stay; who asks is told what is held."""

import json
from datetime import timedelta

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from airparadis.db.tables import Burst, Feedback, Incident, ReviewLabel, StreamTweet, Tweet
from airparadis.domain.predictions.feedback import Ballot
from airparadis.domain.radar.enums import Signal
from airparadis.domain.review.queue import Decision
from airparadis.services.predictions import feedback
from airparadis.services.radar import privacy
from airparadis.services.radar.promote import promote
from airparadis.services.review import labels, queue
from tests.services.radar.test_ingest import counts
from tests.support.streams import NOON, feed, stream, tweet


@pytest.fixture
def held(session: Session) -> int:
    """Three tweets of a stream, by two accounts, all quoted; returns the stream's number."""
    watched = stream(session)
    feed(session, [tweet(1), tweet(2, author="Max", minutes=60), tweet(3, minutes=120)])
    numbers = session.scalars(select(Tweet.id).order_by(Tweet.id)).all()
    quotes = [{"tweet_id": number, "text": "…"} for number in numbers]
    incident = Incident(
        cause="burst", subject="1", state="resolved", threshold=5, window_seconds=1, report_count=3
    )
    incident.first_report_at = incident.last_report_at = incident.opened_at = NOON
    incident.burst = Burst(
        stream_id=watched.id,
        signal=Signal.VOLUME,
        score=9,
        severity=3,
        window_seconds=900,
        tweets=3,
        negative=3,
        scored=3,
        usual_tweets=0,
        usual_negative=0,
        usual_share=0.5,
        updated_at=NOON,
        story={"terms": [{"term": "bag"}], "quotes": quotes, "first": quotes[:1]},
    )
    session.add(incident)
    session.commit()
    return watched.id


def quoted(session: Session) -> int:
    burst = session.scalars(select(Burst)).one()
    assert burst.story["terms"]
    return len(burst.story["quotes"])


def test_old_texts_are_purged_and_counts_stay(session: Session, held: int) -> None:
    assert privacy.purge(session, NOON + timedelta(minutes=90), NOON) == 2
    session.commit()
    rows = session.execute(select(Tweet.text, Tweet.author).order_by(Tweet.id)).all()
    assert [row.text is None and row.author is None for row in rows] == [True, True, False]
    assert quoted(session) == 1
    assert counts(session, held) == [(1, 1, 1)] * 3
    assert privacy.purge(session, NOON + timedelta(minutes=90), NOON) == 0


def test_a_purged_tweet_sent_again_is_still_known(session: Session, held: int) -> None:
    privacy.purge(session, NOON + timedelta(minutes=90), NOON)
    session.commit()
    assert feed(session, [tweet(1)]).known == 1


def test_an_account_is_forgotten_whatever_its_case(session: Session, held: int) -> None:
    assert privacy.forget_author(session, "@LEA") == 2
    session.commit()
    assert session.scalars(select(Tweet.author)).all() == ["Max"]
    assert session.scalar(select(func.count()).select_from(StreamTweet)) == 1
    assert quoted(session) == 1
    assert counts(session, held) == [(1, 1, 1)] * 3


@pytest.mark.parametrize("way", ["author", "post"])
def test_copies_of_a_tweet_that_is_erased_have_no_words(
    session: Session, held: int, way: str
) -> None:
    """A vote makes a prediction of a tweet, a review a label: both have its text."""
    copies = [promote(session, number, 0.6, NOON) for number in (1, 2)]
    for copy in copies:
        labels.give(session, copy, f"{copy.id}@example.org", Decision.POSITIVE, NOON)
        feedback.vote(session, copy.public_id, "visitor:a", Ballot(False), NOON)
        session.commit()
    if way == "author":
        privacy.forget_author(session, "lea")
    else:
        privacy.purge_posts(session, "test", ["1"])
    session.commit()
    session.expire_all()
    assert [copy.text for copy in copies] == ["", "I hate air france"]
    assert session.scalars(select(ReviewLabel.prediction_id)).all() == [copies[1].id]
    assert session.scalar(select(func.count()).select_from(Feedback)) == 2
    waiting = queue.queue(session, "ben@example.org", NOON, 0)
    assert all(item.candidate.text for item in waiting)


def test_what_is_held_on_an_account_is_printed(runner: FlaskCliRunner, held: int) -> None:
    output = runner.invoke(args=["streams", "export", "--author", "max"]).output
    (row,) = [json.loads(line) for line in output.splitlines()]
    assert row["text"] == "I hate air france"
    assert row["streams"] == ["Air France"]


def test_one_tweet_is_forgotten_by_command(runner: FlaskCliRunner, held: int) -> None:
    result = runner.invoke(args=["streams", "forget", "--tweet", "test", "2"])
    assert result.output == "1 deleted\n"
    assert runner.invoke(args=["streams", "forget", "--author", "max"]).output == "0 deleted\n"
    assert runner.invoke(args=["streams", "forget"]).exit_code == 2


@pytest.mark.parametrize("asked", ["Élodie", "élodie", "@ÉLODIE", "E\u0301lodie"])
def test_an_author_is_found_whatever_the_letters(session: Session, asked: str) -> None:
    names = ["Élodie", "élodie", "e\u0301lodie", "elodie", "Straße"]
    feed(session, [tweet(number, author=name) for number, name in enumerate(names, 1)])
    assert privacy.count_by(session, asked) == 3
    assert [row["author"] for row in privacy.held_on(session, asked)] == names[:3]
    assert privacy.forget_author(session, asked) == 3
    session.commit()
    assert privacy.count_by(session, "STRASSE") == 1
    assert session.scalars(select(Tweet.author).order_by(Tweet.id)).all() == names[3:]
