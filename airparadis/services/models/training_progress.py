"""The progress towards the next training."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from airparadis.domain.review.queue import Decision, is_test_text
from airparadis.services.review import labels
from airparadis.services.review.labels import Opinions


@dataclass(frozen=True, slots=True)
class Progress:
    """Reviewed texts: all, those to train with, those the gate tests with, and new ones.

    New are those since the last training. The gate tests with negative and positive ones.
    """

    reviewed: int
    to_train: int
    to_test: int
    min_to_test: int
    """Minimum of test labels; with fewer the gate cannot judge."""
    new: int
    wanted: int
    """New ones after which training again is worth while."""

    @property
    def is_due(self) -> bool:
        """Whether enough has been reviewed, to train with and to judge by."""
        return self.new >= self.wanted and self.to_test >= self.min_to_test


def read(
    session: Session,
    wanted: int,
    min_to_test: int,
    since: datetime | None = None,
    opinions: Opinions | None = None,
) -> Progress:
    """Count what is decided.

    Args:
        session: the database.
        wanted: how many new ones are worth a training.
        min_to_test: how many the gate needs to judge.
        since: when labels were last taken for a training, None for never.
        opinions: those that stand, if they have been read already.
    """
    known = labels.opinions(session) if opinions is None else opinions
    last = 0 if since is None else labels.last_before(session, since)
    reviewed = to_train = to_test = new = 0
    for key, rows in known.items():
        decision = rows[0].decision if len(rows) == 1 else labels.decision_of(rows)
        if decision is None or decision is Decision.SKIPPED:
            continue
        reviewed += 1
        is_test = is_test_text(key)
        to_train += not is_test
        to_test += is_test and decision is not Decision.NEUTRAL
        new += rows[-1].number > last
    return Progress(reviewed, to_train, to_test, min_to_test, new, wanted)
