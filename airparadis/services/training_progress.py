"""How far the next training is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from airparadis.services import review_labels


@dataclass(frozen=True, slots=True)
class Progress:
    """Reviewed texts: all, those to train with, and those new since the last training."""

    reviewed: int
    to_train: int
    new: int
    wanted: int
    """New ones after which training again is worth while."""

    @property
    def is_due(self) -> bool:
        """Whether enough has been reviewed."""
        return self.new >= self.wanted


def read(session: Session, wanted: int, since: datetime | None = None) -> Progress:
    """Count what is decided.

    Args:
        session: the database.
        wanted: how many new ones are worth a training.
        since: when labels were last taken for a training, None for never.
    """
    texts = review_labels.reviewed(session)
    new = sum(since is None or text.decided_at > since for text in texts)
    return Progress(len(texts), sum(not text.is_test for text in texts), new, wanted)
