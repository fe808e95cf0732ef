"""Reviewed labels: given, undone, counted, agreed upon."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import String, func, select, type_coerce
from sqlalchemy.orm import Session, joinedload

from airparadis.db.base import begin_write
from airparadis.db.tables import Origin, Prediction, ReviewLabel
from airparadis.domain.review.agreement import Agreement, agreement
from airparadis.domain.review.near_duplicates import find_originals, text_key
from airparadis.domain.review.queue import Decision, consensus, is_test_text
from airparadis.services.lists.keyset import NumberedPage

PAGE_SIZE = 50
MAX_DUPLICATES = 100
"""Near-duplicates that are labelled at once."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A text on which the reviewers agree, or most of them."""

    text: str
    text_key: str
    decision: Decision
    opinions: int
    decided_at: datetime

    @property
    def is_test(self) -> bool:
        """Whether it is held out for testing."""
        return is_test_text(self.text_key)


class Opinion(NamedTuple):
    """A decision not undone, without its text."""

    text_key: str
    reviewer: str
    decision: Decision
    number: int
    """Number of the label; later ones have greater numbers."""


Opinions = Mapping[str, Sequence[Opinion]]
"""All decisions by text, oldest first, read once for a page."""


def give(
    session: Session, prediction: Prediction, reviewer: str, decision: Decision, now: datetime
) -> ReviewLabel:
    """Record a reviewer's decision, which replaces an earlier one of theirs on the same text."""
    begin_write(session)
    return add(session, prediction.text, reviewer, decision, now, prediction.id)


def give_duplicates(
    session: Session,
    prediction: Prediction,
    others: Sequence[uuid.UUID],
    reviewer: str,
    decision: Decision,
    now: datetime,
) -> int:
    """Record the same decision on near-duplicates of a tweet, in the same transaction.

    Others than its near-duplicates are left out. `undo` takes all of them back together.

    Returns:
        How many there were.
    """
    named = select(Prediction).where(Prediction.public_id.in_(others[:MAX_DUPLICATES]))
    found = [other for other in session.scalars(named) if other.id != prediction.id]
    originals = find_originals([prediction.text, *(other.text for other in found)])
    alike = [other for other, first in zip(found, originals[1:], strict=True) if first == 0]
    for other in alike:
        add(session, other.text, reviewer, decision, now, other.id)
    return len(alike)


def add(
    session: Session,
    text: str,
    reviewer: str,
    decision: Decision,
    now: datetime,
    prediction_id: int | None = None,
    origin: Origin = Origin.QUEUE,
) -> ReviewLabel:
    """The same for any text, in a transaction that the caller has begun to write in."""
    key = text_key(text)
    rows = _standing_on(session, key)
    mine = next((row for row in rows if row.reviewer == reviewer), None)
    if mine is not None and mine.decision is decision:
        return mine
    opinion = mine.opinion if mine else 1 + max((row.opinion for row in rows), default=0)
    if mine is not None:
        mine.undone_at = now
        session.flush()  # only one may stand
    label = ReviewLabel(
        prediction_id=prediction_id,
        text=text,
        text_key=key,
        reviewer=reviewer,
        decision=decision,
        opinion=opinion,
        origin=origin,
        created_at=now,
    )
    session.add(label)
    session.flush()
    return label


def has_said(session: Session, key: str, reviewer: str, decision: Decision) -> bool:
    """Return whether a reviewer's decision on a text is this one."""
    rows = _standing_on(session, key)
    return any(row.reviewer == reviewer and row.decision is decision for row in rows)


def has_labelled(session: Session, key: str, reviewer: str) -> bool:
    """Return whether a reviewer has a decision of any kind on a text."""
    return any(row.reviewer == reviewer for row in _standing_on(session, key))


def latest(session: Session, reviewer: str) -> ReviewLabel | None:
    """A reviewer's latest decision in the queue that was not undone."""
    return session.scalar(
        select(ReviewLabel)
        .where(
            ReviewLabel.reviewer == reviewer,
            ReviewLabel.undone_at.is_(None),
            ReviewLabel.origin == Origin.QUEUE,
        )
        .order_by(ReviewLabel.created_at.desc(), ReviewLabel.id)
        .options(joinedload(ReviewLabel.prediction))
        .limit(1)
    )


def history(session: Session, number: int = 1) -> NumberedPage[ReviewLabel]:
    """Every decision ever made, the latest first."""
    total = session.scalar(select(func.count()).select_from(ReviewLabel)) or 0
    rows = (
        select(ReviewLabel)
        .order_by(ReviewLabel.id.desc())
        .options(joinedload(ReviewLabel.prediction))
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    return NumberedPage(session.scalars(rows).all(), number, PAGE_SIZE, total)


def standing(session: Session) -> Mapping[str, Sequence[ReviewLabel]]:
    """The decisions not undone, by text, oldest first."""
    found: dict[str, list[ReviewLabel]] = defaultdict(list)
    rows = select(ReviewLabel).where(ReviewLabel.undone_at.is_(None)).order_by(ReviewLabel.id)
    for row in session.scalars(rows):
        found[row.text_key].append(row)
    return found


def opinions(session: Session) -> Opinions:
    """The same without what is long."""
    found: dict[str, list[Opinion]] = defaultdict(list)
    label = ReviewLabel
    columns = label.text_key, label.reviewer, type_coerce(label.decision, String), label.id
    rows = select(*columns).where(label.undone_at.is_(None)).order_by(label.id)
    session.flush()
    for key, reviewer, decision, number in session.connection().execute(rows):
        found[key].append(Opinion(key, reviewer, _DECISIONS[decision], number))
    return found


_DECISIONS = {decision.value: decision for decision in Decision}
"""Looked up here, and read past the session: ten thousand took as long by either."""


def last_before(session: Session, at: datetime) -> int:
    """The number of the last label that was given up to a time; 0 if there is none."""
    last = select(func.max(ReviewLabel.id)).where(ReviewLabel.created_at <= at)
    return session.scalar(last) or 0


def decision_of(rows: Iterable[ReviewLabel | Opinion]) -> Decision | None:
    """Return the decision of most reviewers of a text."""
    return consensus(row.decision for row in rows)


def reviewed(session: Session) -> list[Reviewed]:
    """Every text that is decided, in the order of its first label; disputed ones are left out."""
    return [
        Reviewed(rows[0].text, key, decision, len(rows), rows[-1].created_at)
        for key, rows in standing(session).items()
        if (decision := decision_of(rows)) is not None
    ]


def disputed(known: Opinions) -> int:
    """Count the texts that reviewers do not agree on."""
    several = (rows for rows in known.values() if len(rows) > 1)
    return sum(
        decision_of(rows) is None and any(row.decision is not Decision.SKIPPED for row in rows)
        for rows in several
    )


def agreement_of(known: Opinions) -> Agreement:
    """First and second opinions of every text that has both."""
    decided = (
        [row.decision for row in rows if row.decision is not Decision.SKIPPED]
        for rows in known.values()
        if len(rows) > 1
    )
    return agreement([(rows[0], rows[1]) for rows in decided if len(rows) > 1])


def count_by(session: Session, reviewer: str) -> int:
    """Count a reviewer's decisions that were not undone."""
    wanted = (ReviewLabel.reviewer == reviewer, ReviewLabel.undone_at.is_(None))
    return session.scalar(select(func.count()).select_from(ReviewLabel).where(*wanted)) or 0


def _standing_on(session: Session, key: str) -> Sequence[ReviewLabel]:
    wanted = (ReviewLabel.text_key == key, ReviewLabel.undone_at.is_(None))
    return session.scalars(select(ReviewLabel).where(*wanted)).all()
