"""Tweets sent to the API: each row is accepted or refused on its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from airparadis.domain.radar.sources.ingest_schema import (
    IncomingError,
    IncomingTweet,
    check_sender,
    read_tweet,
)
from airparadis.ml.contract import Classifier
from airparadis.services.radar import ingest
from airparadis.services.radar.ingest import Kept
from airparadis.services.radar.preparing import Preparer, watched


@dataclass(frozen=True, slots=True)
class Taken:
    """The outcome of accepting rows of tweets."""

    kept: Kept
    faults: Mapping[int, str]
    """Reasons for refused rows, by their number from 0."""


def take_rows(
    session: Session, classifier: Classifier, rows: Iterable[Mapping[str, Any]], now: datetime
) -> Taken:
    """Score and store what is a tweet and not stored yet; the caller commits."""
    tweets, faults = list[IncomingTweet](), dict[int, str]()
    for number, row in enumerate(rows):
        try:
            tweets.append(check_sender(read_tweet(row, now)))
        except IncomingError as error:
            faults[number] = str(error)
    return Taken(take(session, classifier, tweets, now), faults)


def take(
    session: Session, classifier: Classifier, tweets: list[IncomingTweet], now: datetime
) -> Kept:
    """Score and store what is not stored yet; the caller commits."""
    new = ingest.unknown(session, tweets)
    prepared = Preparer(classifier, watched(session)).prepare(new)
    kept = ingest.keep(session, prepared, now)
    return Kept(kept.new, len(tweets) - kept.new, kept.matched)
