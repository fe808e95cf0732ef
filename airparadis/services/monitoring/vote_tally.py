"""Votes counted by hour or day, version and confidence, in the transaction of each vote."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import Feedback, Prediction, VoteDay, VoteTally
from airparadis.db.tables.tallies import VoteSums
from airparadis.domain.monitoring.histogram import CONFIDENCE_EDGES, bin_of
from airparadis.services.monitoring.tallies import day_of, hour_of

UNSCORED = -1
_SUMS = tuple(VoteSums.__annotations__)


@dataclass(frozen=True, slots=True)
class Standing:
    """The votes on one prediction."""

    votes: int
    wrong: int


def standing(session: Session, prediction: Prediction) -> Standing:
    """Count them."""
    wrong = func.coalesce(func.sum(case((Feedback.is_correct, 0), else_=1)), 0)
    query = select(func.count(), wrong).where(Feedback.prediction_id == prediction.id)
    return Standing(*session.execute(query).one())


def note(session: Session, prediction: Prediction, before: Standing, after: Standing) -> None:
    """Change the tally by what a vote has changed; the caller holds the write lock and commits."""
    if before == after:
        return
    cell = _cell(
        prediction.created_at, prediction.model_version, prediction.confidence, before, after
    )
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    for table, values in ((VoteTally, cell), (VoteDay, _of_day(cell))):
        adding = dialect.insert(table).values(**values)
        columns = table.__table__.c
        raised = {name: columns[name] + adding.excluded[name] for name in _SUMS}
        keys = [column.name for column in table.__table__.primary_key]
        session.execute(adding.on_conflict_do_update(index_elements=keys, set_=raised))


def _of_day(cell: dict[str, Any]) -> dict[str, Any]:
    """The cell of an hour as one of its day."""
    others = {name: value for name, value in cell.items() if name != "hour"}
    return {"day": day_of(cell["hour"]), **others}


def _cell(
    made_at: datetime, version: str, confidence: float | None, before: Standing, after: Standing
) -> dict[str, Any]:
    is_new = before.votes == 0
    return {
        "hour": hour_of(made_at),
        "model_version": version,
        "bin": UNSCORED if confidence is None else bin_of(confidence, CONFIDENCE_EDGES),
        "votes": after.votes - before.votes,
        "wrong_votes": after.wrong - before.wrong,
        "voted": int(is_new),
        "wrong": int(after.wrong > 0) - int(before.wrong > 0),
        "confidence": (confidence or 0.0) if is_new else 0.0,
    }


def recount(session: Session) -> int:
    """Make the tally anew from the votes, in one transaction that the caller commits.

    Needed only after rows were written past the application.

    Returns:
        How many predictions are voted on.
    """
    begin_write(session)  # no vote may come in between
    wrong = func.sum(case((Feedback.is_correct, 0), else_=1))
    rows = session.execute(
        select(
            Prediction.created_at,
            Prediction.model_version,
            Prediction.probability_positive,
            func.count(),
            wrong,
        )
        .join(Feedback.prediction)
        .group_by(Prediction.id)
    )
    hours, days, voted = _Cells(), _Cells(), 0
    for made_at, version, positive, votes, reported in rows.yield_per(10_000):
        confidence = None if positive is None else max(positive, 1 - positive)
        cell = _cell(made_at, version, confidence, Standing(0, 0), Standing(votes, reported))
        hours.add(cell)
        days.add(_of_day(cell))
        voted += 1
    for table, cells in ((VoteTally, hours), (VoteDay, days)):
        session.execute(delete(table))
        if cells:
            session.execute(insert(table), list(cells.values()))
    return voted


class _Cells(dict[tuple[Any, ...], dict[str, Any]]):
    """Cells added up, by the values that tell them apart."""

    def add(self, cell: dict[str, Any]) -> None:
        """Another one."""
        key = tuple(value for name, value in cell.items() if name not in _SUMS)
        known = self.setdefault(key, cell)
        if known is not cell:
            for name in _SUMS:
                known[name] += cell[name]
