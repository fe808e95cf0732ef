"""Predictions in a test's own session, where the application has its ledger."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import Prediction, Source
from airparadis.ml.contract import Classifier
from airparadis.services.predictions import predict as prediction


def predict(
    session: Session,
    classifier: Classifier,
    texts: Sequence[str],
    *,
    source: Source,
    now: datetime,
) -> list[Prediction]:
    """Score tweets and add a row for each; the caller commits."""
    submissions = [prediction.Submission(text, source, now) for text in texts]
    made = prediction.predict(classifier, submissions)
    rows = [Prediction(**new._asdict()) for new in made]
    begin_write(session)
    session.add_all(rows)
    return rows
