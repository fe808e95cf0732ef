"""What scoring by form and scoring by script have in common."""

from collections.abc import Sequence

from airparadis.db.tables import NewPrediction, Source
from airparadis.lib.clock import utc_now
from airparadis.services.predictions import predict
from airparadis.web.extensions import db
from airparadis.web.runtime import runtime


def score(texts: Sequence[str], source: Source) -> list[NewPrediction]:
    """Store a prediction for each text, then count them.

    Raises:
        ModelUnavailableError: there is no model to score with.
    """
    made = predict.predict(runtime().model.classifier, texts, source=source, now=utc_now())
    if db.session().in_transaction():
        db.session.commit()  # whoever waits for the ledger holds no connection
    runtime().ledger.add(made)
    runtime().metrics.count_predictions(made)
    return made
