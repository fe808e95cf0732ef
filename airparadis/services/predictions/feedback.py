"""Votes: one per prediction and voter, changed at will."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from airparadis.db.base import begin_write
from airparadis.db.tables import Feedback, FeedbackChange, Prediction
from airparadis.domain.predictions.feedback import Ballot
from airparadis.lib.errors import ChangedSinceError
from airparadis.services.monitoring import report_peaks, vote_tally
from airparadis.services.predictions.predict import find

MAX_HISTORY = 50
"""Votes whose history is read at once."""


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
    if feedback and _ballot(feedback) == ballot:
        return feedback  # said again, nothing changed
    before = vote_tally.count_votes_on(session, prediction)
    if feedback is None:
        feedback = _first_vote(prediction, voter, now)
        session.add(feedback)
    _say(session, feedback, ballot, now)
    after = vote_tally.count_votes_on(session, prediction)
    vote_tally.update_tally(session, prediction, before, after)
    return feedback


def _say(session: Session, feedback: Feedback, ballot: Ballot, now: datetime) -> None:
    if feedback.is_correct is not ballot.is_correct:
        if feedback.is_correct is False:
            report_peaks.forget(session, feedback.voted_at)
        feedback.is_correct = ballot.is_correct
        feedback.voted_at = now
    feedback.corrected_label = ballot.corrected_label
    feedback.comment = ballot.comment
    feedback.updated_at = now
    feedback.changes.append(FeedbackChange(**asdict(ballot), at=now))
    session.flush()


def take_back(session: Session, change_id: int, voter: str, now: datetime) -> Prediction:
    """Undo a voter's latest change: what they said before holds again. The caller commits.

    Without anything before, no vote is left.

    Returns:
        The prediction that was voted on.

    Raises:
        ChangedSinceError: it is not this voter's, or not their latest change of this vote.
    """
    begin_write(session)
    change = session.get(FeedbackChange, change_id, options=[joinedload(FeedbackChange.feedback)])
    if change is None or change.feedback.voter != voter:
        raise ChangedSinceError
    feedback, prediction = change.feedback, change.feedback.prediction
    if feedback.changes[-1] is not change:
        raise ChangedSinceError
    earlier = feedback.changes[-2] if len(feedback.changes) > 1 else None
    before = vote_tally.count_votes_on(session, prediction)
    if earlier is None:
        _withdraw(session, feedback)
    else:
        ballot = Ballot(earlier.is_correct, earlier.corrected_label, earlier.comment)
        _say(session, feedback, ballot, now)
    after = vote_tally.count_votes_on(session, prediction)
    vote_tally.update_tally(session, prediction, before, after)
    return prediction


def _withdraw(session: Session, feedback: Feedback) -> None:
    if not feedback.is_correct:
        report_peaks.forget(session, feedback.voted_at)
    for change in feedback.changes:
        session.delete(change)
    session.delete(feedback)
    session.flush()


def _first_vote(prediction: Prediction, voter: str, now: datetime) -> Feedback:
    return Feedback(
        prediction=prediction,
        voter=voter,
        created_at=now,
        predicted_at=prediction.created_at,
        model_version=prediction.model_version,
        predicted_label=prediction.label,
        source=prediction.source,
        confidence=prediction.confidence or 0.0,
    )


def _ballot(feedback: Feedback) -> Ballot:
    return Ballot(feedback.is_correct, feedback.corrected_label, feedback.comment)


def history(session: Session, prediction: Prediction) -> list[list[FeedbackChange]]:
    """Every vote on a prediction with all that it has been, the latest change first."""
    query = (
        select(Feedback)
        .where(Feedback.prediction_id == prediction.id)
        .options(selectinload(Feedback.changes))
        .order_by(Feedback.updated_at.desc(), Feedback.id.desc())
        .limit(MAX_HISTORY)
    )
    return [list(reversed(vote.changes)) for vote in session.scalars(query)]


def find_vote(session: Session, prediction: Prediction, voter: str) -> Feedback | None:
    """Return this voter's vote on this prediction."""
    return session.scalar(
        select(Feedback).where(Feedback.prediction_id == prediction.id, Feedback.voter == voter)
    )


def votes_of(
    session: Session, voter: str, public_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, Feedback]:
    """Return what a voter said of some predictions, by the predictions' identifiers."""
    query = (
        select(Prediction.public_id, Feedback)
        .join(Feedback, Feedback.prediction_id == Prediction.id)
        .where(Prediction.public_id.in_(public_ids), Feedback.voter == voter)
    )
    return {row[0]: row[1] for row in session.execute(query)}
