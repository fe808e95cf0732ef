"""Votes: one per prediction and voter, changed at will."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.database import begin_write
from airparadis.domain.feedback import Ballot
from airparadis.models import Feedback, Prediction
from airparadis.services.prediction import find


def vote(
    session: Session, public_id: uuid.UUID, voter: str, ballot: Ballot, now: datetime
) -> Feedback:
    """Record a vote, or replace the voter's earlier one on the same prediction.

    Raises:
        PredictionNotFoundError: no prediction has this identifier.
    """
    begin_write(session)
    prediction = find(session, public_id)
    feedback = find_vote(session, prediction, voter)
    if feedback is None:
        feedback = Feedback(prediction=prediction, voter=voter, created_at=now)
        session.add(feedback)
    if feedback.is_correct is not ballot.is_correct:
        feedback.is_correct = ballot.is_correct
        feedback.voted_at = now
    feedback.corrected_label = ballot.corrected_label
    feedback.comment = ballot.comment
    feedback.updated_at = now
    session.flush()
    return feedback


def find_vote(session: Session, prediction: Prediction, voter: str) -> Feedback | None:
    """What this voter said of this prediction."""
    return session.scalar(
        select(Feedback).where(Feedback.prediction_id == prediction.id, Feedback.voter == voter)
    )
