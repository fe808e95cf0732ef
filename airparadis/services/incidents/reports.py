"""The votes that called a prediction wrong, as the window rule reads them."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.db.tables import Feedback
from airparadis.domain.incidents.window import Report


def wrong_reports(
    session: Session,
    since: datetime,
    *,
    until: datetime | None = None,
    inclusive: bool = True,
    version: str | None = None,
) -> list[Report]:
    """Predictions reported wrong since a time, oldest report first.

    Args:
        session: the database.
        since: the earliest time of a vote.
        until: the time before which they must lie, None for no end.
        inclusive: whether a vote of the very moment `since` counts.
        version: of predictions by one model version, None for any.
    """
    query = select(Feedback.prediction_id, Feedback.voted_at).where(
        Feedback.is_correct.is_(False),
        Feedback.voted_at >= since if inclusive else Feedback.voted_at > since,
    )
    if until is not None:
        query = query.where(Feedback.voted_at < until)
    if version is not None:
        query = query.where(Feedback.model_version == version)
    return [Report(*row) for row in session.execute(query.order_by(Feedback.voted_at))]
