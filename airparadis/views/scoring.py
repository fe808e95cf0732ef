"""What scoring by form and scoring by script have in common."""

from collections.abc import Sequence

from airparadis.extensions import db
from airparadis.models import Prediction, Source
from airparadis.runtime import runtime, utc_now
from airparadis.services import prediction


def score(texts: Sequence[str], source: Source) -> list[Prediction]:
    """Commit a prediction for each text, then count them.

    Raises:
        ModelUnavailableError: there is no model to score with.
    """
    classifier = runtime().model.classifier
    made = prediction.predict(db.session(), classifier, texts, source=source, now=utc_now())
    db.session.commit()
    runtime().metrics.count_predictions(made)
    return made
