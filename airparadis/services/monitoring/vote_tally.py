"""Votes counted by hour and day, version and confidence, in the transaction of each vote."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import case, delete, func, select
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import Feedback, Prediction, VoteDay, VoteTally
from airparadis.db.tables.tallies import UNSCORED, VoteSums
from airparadis.db.upsert import add_counts
from airparadis.domain.monitoring.histogram import CONFIDENCE_EDGES, bin_of
from airparadis.services.monitoring.intervals import DAY, HOUR, floor

_SUMS = tuple(VoteSums.__annotations__)
_IS_WRONG = case((Feedback.is_correct, 0), else_=1)


class VoteCounts(NamedTuple):
    """The votes on one prediction."""

    votes: int
    wrong: int


def count_votes_on(session: Session, prediction: Prediction) -> VoteCounts:
    """Count the votes on a prediction."""
    wrong = func.coalesce(func.sum(_IS_WRONG), 0)
    query = select(func.count(), wrong).where(Feedback.prediction_id == prediction.id)
    return VoteCounts(*session.execute(query).one())


def update_tally(
    session: Session, prediction: Prediction, before: VoteCounts, after: VoteCounts
) -> None:
    """Change the tally by what a vote has changed; the caller holds the write lock and commits."""
    if before != after:
        made_at, version = prediction.created_at, prediction.model_version
        _add(session, [_cell(made_at, version, prediction.confidence or 0.0, before, after)])


def recount(session: Session) -> int:
    """Count all votes anew, in one transaction that the caller commits.

    Needed only after rows were written past the application.

    Returns:
        How many predictions are voted on.
    """
    begin_write(session)  # no vote may come in between
    session.execute(delete(VoteTally))
    session.execute(delete(VoteDay))
    same = (Feedback.predicted_at, Feedback.model_version, Feedback.confidence)
    query = select(*same, func.count(), func.sum(_IS_WRONG)).group_by(Feedback.prediction_id, *same)
    voted = 0
    for rows in session.execute(query.execution_options(yield_per=10_000)).partitions():
        cells = [
            _cell(made_at, version, confidence, VoteCounts(0, 0), VoteCounts(votes, wrong))
            for made_at, version, confidence, votes, wrong in rows
        ]
        _add(session, cells)
        voted += len(rows)
    return voted


def _cell(
    made_at: datetime, version: str, confidence: float, before: VoteCounts, after: VoteCounts
) -> dict[str, Any]:
    """Return what votes on one prediction change of its hour; `confidence` 0 is unscored."""
    voted = int(after.votes > 0) - int(before.votes > 0)
    return {
        "hour": floor(made_at, HOUR),
        "model_version": version,
        "bin": bin_of(confidence, CONFIDENCE_EDGES) if confidence else UNSCORED,
        "votes": after.votes - before.votes,
        "wrong_votes": after.wrong - before.wrong,
        "voted": voted,
        "wrong": int(after.wrong > 0) - int(before.wrong > 0),
        "confidence": confidence * voted,
    }


def _add(session: Session, cells: Sequence[dict[str, Any]]) -> None:
    days = [{"day": floor(hour, DAY), **cell} for cell in cells if (hour := cell["hour"])]
    for day in days:
        del day["hour"]
    add_counts(session, VoteTally, cells, _SUMS)
    add_counts(session, VoteDay, days, _SUMS)
