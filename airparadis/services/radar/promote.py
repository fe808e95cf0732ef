"""A tweet of the radar as a prediction, on which people can vote and which they can review."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import Assignment, Prediction, ReviewLabel, Source, Tweet
from airparadis.domain.predictions.label import leaning
from airparadis.lib.errors import PredictionNotFoundError

NAMESPACE: Final = uuid.UUID("6d0f2f5e-5c1b-4c0e-9b52-6a1a7f4a4b10")
"""Namespace of the identifiers made from a tweet's: a tweet becomes one prediction at most."""

CHUNK: Final = 500
"""Predictions looked up in one query."""


def public_id_of(tweet: Tweet) -> uuid.UUID:
    """Return the identifier of the prediction that a tweet becomes."""
    return _public_id(tweet.source, tweet.source_id)


def promote(session: Session, tweet_id: int, uncertain_below: float, now: datetime) -> Prediction:
    """Store what the model said of a tweet as a prediction, once; the caller commits.

    Raises:
        PredictionNotFoundError: there is no such tweet, or its text has been deleted.
    """
    begin_write(session)
    tweet = session.get(Tweet, tweet_id)
    if tweet is None or tweet.text is None:
        raise PredictionNotFoundError(str(tweet_id))
    public_id = public_id_of(tweet)
    known = session.scalar(select(Prediction).where(Prediction.public_id == public_id))
    if known is not None:
        return known
    positive = tweet.probability_positive
    prediction = Prediction(
        public_id=public_id,
        text=tweet.text,
        label=None if positive is None else leaning(positive),
        reason=tweet.reason,
        probability_positive=positive,
        uncertain=positive is not None and max(positive, 1 - positive) < uncertain_below,
        neutral_probability=tweet.neutral_probability,
        model_version=tweet.model_version,
        source=Source.RADAR,
        latency_ms=0.0,
        created_at=now,
    )
    session.add(prediction)
    session.flush()
    return prediction


def erase_copies(session: Session, names: Iterable[tuple[str, str]]) -> None:
    """Delete the words of predictions that tweets became; votes on them still count.

    Labels and assignments go: nothing is left to label, or to train with. The caller commits.

    Args:
        session: has begun as a writer.
        names: source and identifier of every tweet.
    """
    public_ids = [_public_id(*name) for name in names]
    for start in range(0, len(public_ids), CHUNK):
        some = Prediction.public_id.in_(public_ids[start : start + CHUNK])
        numbers = session.scalars(select(Prediction.id).where(some)).all()
        session.execute(delete(ReviewLabel).where(ReviewLabel.prediction_id.in_(numbers)))
        session.execute(delete(Assignment).where(Assignment.prediction_id.in_(numbers)))
        session.execute(update(Prediction).where(Prediction.id.in_(numbers)).values(text=""))


def _public_id(source: str, source_id: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, f"{source} {source_id}")
