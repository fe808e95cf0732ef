"""Score tweets, find what was said of them, explain it."""

import time
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.db.tables import NewPrediction, Prediction, Source, Tweet
from airparadis.lib.errors import PredictionNotFoundError
from airparadis.ml.contract import Classifier, Explanation
from airparadis.ml.scoring import score


class Submission(NamedTuple):
    """A tweet to score."""

    text: str
    """Text as `domain.tweet.parse_tweet` returns it."""
    source: Source
    now: datetime
    """The time to record."""


def predict(classifier: Classifier, submissions: Sequence[Submission]) -> list[NewPrediction]:
    """Score tweets in order; `Ledger.add` stores what comes of it.

    Returns:
        A prediction for each tweet. One that the model cannot read has a reason instead of a label.
    """
    started = time.perf_counter()
    scores = score(classifier, [submission.text for submission in submissions])
    latency_ms = (time.perf_counter() - started) * 1000 / len(submissions)
    version = classifier.manifest.version
    return [
        NewPrediction(
            uuid.uuid4(),
            text,
            *result[:5],
            result.language,
            version,
            source,
            latency_ms,
            now,
        )
        for (text, source, now), result in zip(submissions, scores, strict=True)
    ]


def find(session: Session, public_id: uuid.UUID) -> Prediction:
    """The prediction of this identifier.

    Raises:
        PredictionNotFoundError: there is none.
    """
    wanted = select(Prediction).where(Prediction.public_id == public_id)
    prediction: Prediction | None = session.scalar(wanted)
    if prediction is None:
        raise PredictionNotFoundError(str(public_id))
    return prediction


def explain(
    classifier: Classifier, prediction: Prediction | NewPrediction | Tweet
) -> Explanation | None:
    """The words that decided; None for an unscored tweet or one scored by another version."""
    if prediction.label is None or prediction.model_version != classifier.manifest.version:
        return None
    return classifier.explain(prediction.text or "")
