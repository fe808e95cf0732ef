"""The review queue: which predictions a reviewer is shown, in which order."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from airparadis.domain.likeness import text_key, words_of
from airparadis.domain.review import (
    Candidate,
    Decision,
    Item,
    Reason,
    folded,
    is_turn_of_chance,
    ranked,
    wants_second_opinion,
)
from airparadis.models import Feedback, Prediction, ReviewLabel
from airparadis.services import review_labels

WINDOW = 20_000
"""Latest predictions among which uncertain, novel and random ones are looked for."""

POOL = 500
"""The most candidates of each kind that are ranked at once."""

KNOWN_TEXTS = 1_000
NOVEL_WITHIN = timedelta(days=1)
"""A word is new if neither reviewed tweets nor predictions older than this have it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reviewer need not see again, as keys of texts."""

    by_anyone: frozenset[str]
    by_me: frozenset[str]
    disputed: frozenset[str]
    alone: frozenset[str]
    """Texts that one person has decided on."""

    def wants_another(self, key: str, share: float) -> bool:
        """Whether this reviewer's opinion on a text that others have labelled is asked for."""
        if key in self.by_me:
            return False
        return key in self.disputed or (key in self.alone and wants_second_opinion(key, share))


def queue(session: Session, reviewer: str, now: datetime, second_share: float) -> list[Item]:
    """What a reviewer should label, most instructive first.

    Second opinions come first, so that a dispute is settled while it is remembered; every tenth
    tweet is drawn at random.
    """
    seen = _seen(session, reviewer)
    known = _known_words(session, now)
    found = {each.prediction_id: each for each in _candidates(session)}
    fresh = [
        each
        for each in found.values()
        if (key := text_key(each.text)) not in seen.by_anyone and key not in seen.by_me
    ]
    items = [*_second_opinions(session, seen, second_share), *ranked(fresh, known)]
    if is_turn_of_chance(review_labels.count_by(session, reviewer)):
        items = [*_drawn(session, items), *items]
    return folded(items)


def candidate(session: Session, prediction: Prediction) -> Candidate:
    """A single prediction as the queue has it."""
    row = session.execute(_select().where(Prediction.id == prediction.id)).one()
    return _candidate(*row)


def _candidates(session: Session) -> Iterable[Candidate]:
    latest = session.scalar(select(func.max(Prediction.id))) or 0
    recent = _select().where(Prediction.id > latest - WINDOW)
    pools: tuple[Select[Any], ...] = (
        _select().where(_votes.c.wrong > 0).order_by(_votes.c.last.desc()),
        recent.where(Prediction.uncertain).order_by(Prediction.id.desc()),
        recent.order_by(Prediction.id.desc()),
    )
    for pool in pools:
        for row in session.execute(pool.limit(POOL)):
            yield _candidate(*row)


_votes = (
    select(
        Feedback.prediction_id,
        func.sum(case((Feedback.is_correct, 0), else_=1)).label("wrong"),
        func.sum(case((Feedback.is_correct, 1), else_=0)).label("right"),
        func.max(Feedback.voted_at).label("last"),
    )
    .group_by(Feedback.prediction_id)
    .subquery("votes")
)


def _select() -> Select[Any]:
    """Scored predictions that nobody has decided on, with their votes."""
    decided = select(ReviewLabel.id).where(
        ReviewLabel.prediction_id == Prediction.id,
        ReviewLabel.undone_at.is_(None),
        ReviewLabel.decision != Decision.SKIPPED,
    )
    return (
        select(
            Prediction.id,
            Prediction.text,
            Prediction.probability_positive,
            Prediction.uncertain,
            _votes.c.wrong,
            _votes.c.right,
        )
        .outerjoin(_votes, _votes.c.prediction_id == Prediction.id)
        .where(Prediction.label.is_not(None), ~decided.exists())
    )


def _candidate(
    number: int, text: str, positive: float, uncertain: bool, wrong: int | None, right: int | None
) -> Candidate:
    confidence = max(positive, 1 - positive)
    return Candidate(number, text, confidence, wrong or 0, right or 0, uncertain)


def _seen(session: Session, reviewer: str) -> Seen:
    opinions = review_labels.standing(session)
    decided = {
        key: [row for row in rows if row.decision is not Decision.SKIPPED]
        for key, rows in opinions.items()
    }
    return Seen(
        by_anyone=frozenset(key for key, rows in decided.items() if rows),
        by_me=frozenset(
            key for key, rows in opinions.items() if any(row.reviewer == reviewer for row in rows)
        ),
        disputed=frozenset(
            key
            for key, rows in decided.items()
            if len(rows) > 1 and review_labels.decision_of(rows) is None
        ),
        alone=frozenset(key for key, rows in decided.items() if len(rows) == 1),
    )


def _known_words(session: Session, now: datetime) -> frozenset[str]:
    reviewed = select(ReviewLabel.text).order_by(ReviewLabel.id.desc())
    older = (
        select(Prediction.text)
        .where(Prediction.created_at < now - NOVEL_WITHIN)
        .order_by(Prediction.created_at.desc())
    )
    texts = (session.scalars(each.limit(KNOWN_TEXTS)) for each in (reviewed, older))
    return frozenset(word for each in texts for text in each for word in words_of(text))


def _second_opinions(session: Session, seen: Seen, share: float) -> list[Item]:
    wanted = [key for key in seen.by_anyone if seen.wants_another(key, share)]
    rows = session.scalars(
        select(ReviewLabel)
        .where(
            ReviewLabel.text_key.in_(wanted[:POOL]),
            ReviewLabel.prediction_id.is_not(None),
            ReviewLabel.undone_at.is_(None),
            ReviewLabel.opinion == 1,
        )
        .order_by(ReviewLabel.id)
    )
    return [
        Item(Candidate(row.prediction_id, row.text, 0.5), 1.0, Reason.SECOND_OPINION)
        for row in rows
        if row.prediction_id is not None
    ]


def _drawn(session: Session, items: list[Item]) -> list[Item]:
    """One tweet of the queue at random: the public ids are random already."""
    ids = [
        item.candidate.prediction_id for item in items if item.reason is not Reason.SECOND_OPINION
    ]
    chosen = session.scalar(
        select(Prediction.id).where(Prediction.id.in_(ids)).order_by(Prediction.public_id).limit(1)
    )
    return [
        replace(item, reason=Reason.RANDOM)
        for item in items
        if item.candidate.prediction_id == chosen
    ]
