"""Score tweets and keep every answer."""

import time
import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.classifier import Classifier, Explanation
from airparadis.database import begin_adding
from airparadis.errors import PredictionNotFoundError
from airparadis.models import Prediction, Source
from airparadis.scoring import score


def predict(
    session: Session,
    classifier: Classifier,
    texts: Sequence[str],
    *,
    source: Source,
    now: datetime,
) -> list[Prediction]:
    """Score tweets in order and add one row for each to the session.

    Args:
        session: receives the rows; the caller commits before it answers.
        classifier: a verified model.
        texts: tweets that `domain.tweet.parse_tweet` has passed.
        source: where they came from.
        now: the time to record.

    Returns:
        A prediction for each text. One that the model cannot read has a reason instead of a label.
    """
    started = time.perf_counter()
    scores = score(classifier, texts)
    latency_ms = (time.perf_counter() - started) * 1000 / len(texts)
    predictions = [
        Prediction(
            public_id=uuid.uuid4(),
            text=text,
            model_version=classifier.manifest.version,
            source=source,
            latency_ms=latency_ms,
            created_at=now,
            **each._asdict(),
        )
        for text, each in zip(texts, scores, strict=True)
    ]
    begin_adding(session)  # only now: scoring takes time, in which others write
    session.add_all(predictions)
    return predictions


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


def explain(classifier: Classifier, prediction: Prediction) -> Explanation | None:
    """The words that decided; None for an unscored tweet or one scored by another version."""
    if prediction.label is None or prediction.model_version != classifier.manifest.version:
        return None
    return classifier.explain(prediction.text)
