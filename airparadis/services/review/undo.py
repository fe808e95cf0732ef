"""Reviewed labels that are taken back."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import Origin, ReviewLabel
from airparadis.lib.errors import ChangedSinceError


def undo(session: Session, label_id: int, reviewer: str, now: datetime) -> ReviewLabel:
    """Undo a reviewer's decision; one that it replaced holds again. The caller commits.

    Decisions on near-duplicates that were made with it are undone, too.

    Raises:
        ChangedSinceError: it is not this reviewer's, or was replaced or undone since.
    """
    begin_write(session)
    label = session.get(ReviewLabel, label_id, populate_existing=True)
    if label is None or label.reviewer != reviewer or label.undone_at is not None:
        raise ChangedSinceError
    together = select(ReviewLabel).where(
        ReviewLabel.reviewer == reviewer,
        ReviewLabel.undone_at.is_(None),
        ReviewLabel.origin == Origin.QUEUE,
        ReviewLabel.created_at == label.created_at,
    )
    for made in session.scalars(together).all():
        made.undone_at = now
        session.flush()  # only one may stand
        _restore_replaced(session, made)
    return label


def _restore_replaced(session: Session, label: ReviewLabel) -> None:
    """Add the decision again that a label replaced, as it was given."""
    replaced = session.scalar(
        select(ReviewLabel)
        .where(ReviewLabel.text_key == label.text_key, ReviewLabel.reviewer == label.reviewer)
        .where(ReviewLabel.undone_at == label.created_at, ReviewLabel.id < label.id)
        .order_by(ReviewLabel.id.desc())
        .limit(1)
    )
    if replaced is not None:
        kept = ("prediction_id", "text", "text_key", "reviewer", "decision", "opinion", "origin")
        values = {name: getattr(replaced, name) for name in (*kept, "created_at")}
        session.add(ReviewLabel(**values))
        session.flush()
