"""Tweets and streams for tests on a real database."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from airparadis.db.tables import Stream
from airparadis.domain.radar.enums import Sensitivity
from airparadis.domain.radar.sources.ingest_schema import IncomingTweet
from airparadis.ml.contract import Classifier
from airparadis.services.radar import ingest, streams
from airparadis.services.radar.ingest import Kept
from airparadis.services.radar.preparing import Preparer, watched
from tests.support.fakes import FakeClassifier

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def tweet(
    number: int | str,
    text: str = "I hate air france",
    minutes: float = 0,
    author: str | None = "lea",
    reach: int | None = None,
    language: str | None = None,
) -> IncomingTweet:
    at = NOON + timedelta(minutes=minutes)
    return IncomingTweet("test", str(number), text, at, author, reach, language)


def feed(
    session: Session, tweets: Sequence[IncomingTweet], classifier: Classifier | None = None
) -> Kept:
    """Score, store and commit."""
    prepared = Preparer(classifier or FakeClassifier(), watched(session)).prepare(tweets)
    kept = ingest.keep(session, prepared, NOON)
    session.commit()
    return kept


def stream(
    session: Session, name: str = "Air France", terms: Sequence[str] = ("air france",)
) -> Stream:
    made = streams.add(session, name, terms, NOON, sensitivity=Sensitivity.BALANCED)
    session.commit()
    return made
