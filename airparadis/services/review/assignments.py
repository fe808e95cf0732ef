"""Assignments: whose turn it is to label a tweet."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple, TypeVarTuple

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import Assignment, Prediction, ReviewLabel, User
from airparadis.domain.accounts.roles import Permission
from airparadis.domain.review.near_duplicates import text_key
from airparadis.domain.review.queue import Decision
from airparadis.lib.errors import AssignmentError
from airparadis.services.accounts.accounts import find_user
from airparadis.services.predictions.predict import find
from airparadis.services.review import labels

Columns = TypeVarTuple("Columns")

MAX_ASSIGNED: Final = 250
"""Tweets of one reviewer that are read at once."""


class Assignee(NamedTuple):
    """A reviewer with the number of tweets that wait for them."""

    account_id: int
    email: str
    waiting: int


def assign(
    session: Session, public_id: uuid.UUID, email: str | None, actor: str, now: datetime
) -> str | None:
    """Assign a tweet to an account, or to nobody; harmless when done twice. The caller commits.

    Returns:
        The address of the account whose turn it was before.

    Raises:
        PredictionNotFoundError: there is no such tweet.
        AssignmentError: the account may not review or has labelled it, or it was not scored.
    """
    begin_write(session)
    prediction = find(session, public_id)
    before = of_predictions(session, [public_id]).get(public_id)
    if email == before:
        return before
    row = _row(session, prediction, email, actor, now) if email else None
    session.execute(delete(Assignment).where(Assignment.prediction_id == prediction.id))
    if row is not None:
        session.add(row)
        session.flush()
    return before


def _row(
    session: Session, prediction: Prediction, email: str, actor: str, now: datetime
) -> Assignment:
    account, key = _reviewer(session, email), text_key(prediction.text)
    if prediction.label is None:
        raise AssignmentError("unscored")
    if labels.has_labelled(session, key, account.email):
        raise AssignmentError("labelled")
    return Assignment(
        prediction_id=prediction.id,
        account_id=account.id,
        text_key=key,
        assigned_by=actor,
        assigned_at=now,
    )


def of_predictions(session: Session, public_ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    """Return the addresses of those whose turn it is, by the tweets' identifiers."""
    columns = select(Prediction.public_id, User.email).join_from(Assignment, Prediction)
    rows = _waiting(columns.join(User, User.id == Assignment.account_id))
    found = session.execute(rows.where(Prediction.public_id.in_(public_ids)))
    return dict(found.all())


def assigned_to(session: Session, account_id: int) -> Sequence[int]:
    """Return the predictions that wait for an account, the longest waiting first."""
    rows = select(Assignment.prediction_id).join(User, User.id == Assignment.account_id)
    own = _waiting(rows).where(Assignment.account_id == account_id)
    order = own.order_by(Assignment.assigned_at, Assignment.prediction_id)
    return session.scalars(order.limit(MAX_ASSIGNED)).all()


def count_waiting(session: Session, account_id: int) -> int:
    """Count the tweets that wait for an account, at most `MAX_ASSIGNED`."""
    return len(assigned_to(session, account_id))


def assignees(session: Session) -> Sequence[Assignee]:
    """Return everybody for whom a tweet waits, by address."""
    rows = select(User.id, User.email, func.count()).join_from(Assignment, User)
    grouped = _waiting(rows).group_by(User.id, User.email).order_by(User.email)
    return [Assignee(*row) for row in session.execute(grouped)]


def _waiting(rows: Select[*Columns]) -> Select[*Columns]:
    """Leave out the assignments that a label has ended.

    The assignee's own label ends one whenever it was given, "can't tell" included; a colleague's
    only a verdict that came after it, so that a tweet can be assigned for a second opinion.
    """
    is_own = ReviewLabel.reviewer == User.email
    is_verdict = (ReviewLabel.decision != Decision.SKIPPED) & (
        ReviewLabel.created_at >= Assignment.assigned_at
    )
    ended = select(ReviewLabel.id).where(
        ReviewLabel.text_key == Assignment.text_key,
        ReviewLabel.undone_at.is_(None),
        is_own | is_verdict,
    )
    return rows.where(~ended.correlate(Assignment, User).exists())


def _reviewer(session: Session, email: str) -> User:
    user = find_user(session, email)
    if user is None or not user.is_active or user.is_invited:
        raise AssignmentError("account")
    if not user.role.may(Permission.REVIEW):
        raise AssignmentError("account")
    return user
