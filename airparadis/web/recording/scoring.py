"""Scoring, shared by form and API."""

from collections.abc import Sequence

from airparadis.db.tables import NewPrediction, Source
from airparadis.lib.clock import utc_now
from airparadis.web.extensions import db
from airparadis.web.runtime import runtime


def score(texts: Sequence[str], source: Source) -> list[NewPrediction]:
    """Score each text, store its prediction and count it.

    Raises:
        ModelUnavailableError: there is no model to score with.
    """
    _release_connection()
    return runtime().predictor.predict(texts, source, utc_now())


def _release_connection() -> None:
    """Hold no connection while waiting for the ledger, which needs one."""
    if db.session.registry.has() and db.session().in_transaction():
        db.session.commit()
