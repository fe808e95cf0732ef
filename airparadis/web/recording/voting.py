"""Voting, shared by form and API."""

import uuid

from airparadis.db.tables import Feedback
from airparadis.domain.predictions.feedback import Ballot
from airparadis.lib.clock import utc_now
from airparadis.notify.event_log import log_vote, log_vote_taken_back
from airparadis.services.predictions import feedback
from airparadis.web.extensions import db
from airparadis.web.runtime import runtime


def cast_vote(public_id: uuid.UUID, voter: str, ballot: Ballot) -> Feedback:
    """Commit a vote, then log and count it: a line never speaks of a row that is not there.

    Raises:
        PredictionNotFoundError: no prediction has this identifier.
    """
    cast = feedback.vote(db.session(), public_id, voter, ballot, utc_now())
    db.session.commit()
    log_vote(cast)
    runtime().metrics.count_vote(is_correct=cast.is_correct)
    return cast


def take_back_vote(change_id: int, voter: str) -> None:
    """Commit that a voter's latest change of a vote is undone, then log it.

    Raises:
        ChangedSinceError: it is not this voter's, or not their latest.
    """
    prediction = feedback.take_back(db.session(), change_id, voter, utc_now())
    db.session.commit()
    log_vote_taken_back(prediction)
