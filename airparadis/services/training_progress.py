"""How far the next training is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from airparadis.domain.review import Decision, is_test_text
from airparadis.services import review_labels
from airparadis.services.review_labels import Opinions

_UNDECIDED = (None, Decision.SKIPPED)


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


def read(
    session: Session,
    wanted: int,
    since: datetime | None = None,
    opinions: Opinions | None = None,
) -> Progress:
    """Count what is decided.

    Args:
        session: the database.
        wanted: how many new ones are worth a training.
        since: when labels were last taken for a training, None for never.
        opinions: those that stand, if they have been read already.
    """
    known = review_labels.opinions(session) if opinions is None else opinions
    last = 0 if since is None else review_labels.last_before(session, since)
    decided = {
        key: rows[-1].number
        for key, rows in known.items()
        if (rows[0].decision if len(rows) == 1 else review_labels.decision_of(rows))
        not in _UNDECIDED
    }
    new = sum(number > last for number in decided.values())
    return Progress(len(decided), sum(not is_test_text(key) for key in decided), new, wanted)
