"""The review queue: which predictions a reviewer is shown, in which order."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from airparadis.db.tables import Feedback, Prediction, ReviewLabel
from airparadis.domain.predictions.label import class_probability, is_neutral
from airparadis.domain.review.near_duplicates import text_key, words_of
from airparadis.domain.review.queue import (
    Candidate,
    Decision,
    QueueItem,
    Reason,
    is_random_turn,
    merge_duplicates,
    rank,
    wants_second_opinion,
)
from airparadis.services.review import labels
from airparadis.services.review.labels import Opinions

WINDOW = 20_000
"""Latest predictions among which uncertain, novel and random ones are looked for."""

POOL = 250
"""The most candidates of each kind that are ranked at once."""

KNOWN_TEXTS = 1_000
NOVEL_WITHIN = timedelta(days=1)
"""A word is new if neither reviewed tweets nor predictions older than this have it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The texts that a reviewer need not see again, as keys of texts."""

    by_anyone: Set[str]
    by_me: Set[str]
    disputed: Set[str]
    alone: Set[str]
    """Texts that one person has decided on."""

    def wanted(self, share: float) -> list[str]:
        """Texts that others have labelled on which this reviewer's opinion is asked for."""
        wanted = {key for key in self.alone - self.by_me if wants_second_opinion(key, share)}
        return list((self.disputed - self.by_me) | wanted)


def queue(
    session: Session,
    reviewer: str,
    now: datetime,
    second_share: float,
    opinions: Opinions | None = None,
    assigned: Sequence[int] = (),
) -> list[QueueItem]:
    """Return the tweets that a reviewer should label, most instructive first.

    Assigned predictions come first, then second opinions, so that a dispute is settled while it is
    remembered; every tenth tweet is drawn at random.
    """
    opinions = labels.opinions(session) if opinions is None else opinions
    seen = _seen(opinions, reviewer)
    known = _known_words(session, now)
    fresh = [
        candidate
        for candidate in _candidates(session)
        if (key := text_key(candidate.text)) not in seen.by_anyone and key not in seen.by_me
    ]
    items = merge_duplicates(
        [
            *(QueueItem(found, 1.0, Reason.ASSIGNED) for found in _read(session, assigned)),
            *_second_opinions(session, seen, second_share),
            *rank(fresh, known),
        ]
    )
    if is_random_turn(labels.count_by(session, reviewer)):
        return _drawn(session, items)
    return items


def candidate(session: Session, prediction: Prediction) -> Candidate:
    """A single prediction as the queue has it."""
    [found] = _read(session, [prediction.id])
    return found


def texts_of(session: Session, numbers: Sequence[int]) -> Sequence[Prediction]:
    """Return the near-duplicates of an item, at most as many as are labelled at once."""
    chosen = select(Prediction).where(Prediction.id.in_(numbers[: labels.MAX_DUPLICATES]))
    return session.scalars(chosen.order_by(Prediction.id)).all()


def _candidates(session: Session) -> list[Candidate]:
    """Return undecided predictions of every kind, the latest of a kind first."""
    reported, recent = _pools(session)
    pools = (reported, recent.where(Prediction.uncertain), recent)
    numbers = dict.fromkeys(number for pool in pools for number in session.scalars(pool))
    return [found for found in _read(session, list(numbers)) if found.text]  # not erased


def _pools(session: Session) -> tuple[Select[int], Select[int]]:
    """Select the predictions reported wrong, and the latest ones, that nobody has decided on."""
    latest = session.scalar(select(func.max(Prediction.id))) or 0
    recent = (
        select(Prediction.id)
        .where(Prediction.id > latest - WINDOW, Prediction.label.is_not(None))
        .where(~_is_decided(Prediction.id))
        .order_by(Prediction.id.desc())
        .limit(POOL)
    )
    reported = (
        select(Feedback.prediction_id)
        .where(Feedback.is_correct.is_(False), Feedback.predicted_label.is_not(None))
        .where(~_is_decided(Feedback.prediction_id))
        .order_by(Feedback.voted_at.desc(), Feedback.id.desc())
        .limit(POOL)
    )
    return reported, recent


def count_waiting(session: Session) -> int:
    """Count the reported and the uncertain predictions to review, at most `POOL` of each kind.

    Cheaper than the queue, which also ranks and merges them.
    """
    reported, recent = _pools(session)
    return len({*session.scalars(reported), *session.scalars(recent.where(Prediction.uncertain))})


def _is_decided(prediction_id: Any) -> Any:
    """Return the condition that a prediction has a decision other than skipping it."""
    decided = select(ReviewLabel.id).where(
        ReviewLabel.prediction_id == prediction_id,
        ReviewLabel.undone_at.is_(None),
        ReviewLabel.decision != Decision.SKIPPED,
    )
    return decided.exists()


def _read(session: Session, numbers: Sequence[int]) -> list[Candidate]:
    """Predictions with the votes on them, in the order of their numbers."""
    wrong = func.sum(case((Feedback.is_correct, 0), else_=1))
    counted = select(Feedback.prediction_id, wrong, func.count()).where(
        Feedback.prediction_id.in_(numbers)
    )
    votes = {
        number: (reported, count - reported)
        for number, reported, count in session.execute(counted.group_by(Feedback.prediction_id))
    }
    rows = session.execute(
        select(
            Prediction.id,
            Prediction.text,
            Prediction.probability_positive,
            Prediction.neutral_probability,
            Prediction.uncertain,
        ).where(Prediction.id.in_(numbers))
    )
    found = {
        number: Candidate(
            number,
            text,
            class_probability(positive or 0.0, neutral),
            *votes.get(number, (0, 0)),
            is_uncertain=uncertain and not is_neutral(neutral),
        )
        for number, text, positive, neutral, uncertain in rows
    }
    return [found[number] for number in numbers]


def _seen(opinions: Opinions, reviewer: str) -> Seen:
    by_anyone, by_me, disputed, alone = set[str](), set[str](), set[str](), set[str]()
    for key, rows in opinions.items():
        if len(rows) == 1:  # nearly always: asked of ten thousand texts, what follows takes long
            [row] = rows
            if row.reviewer == reviewer:
                by_me.add(key)
            if row.decision is not Decision.SKIPPED:
                by_anyone.add(key)
                alone.add(key)
            continue
        if any(row.reviewer == reviewer for row in rows):
            by_me.add(key)
        decided = [row for row in rows if row.decision is not Decision.SKIPPED]
        if decided:
            by_anyone.add(key)
        if len(decided) == 1:
            alone.add(key)
        elif decided and labels.decision_of(decided) is None:
            disputed.add(key)
    return Seen(by_anyone, by_me, disputed, alone)


def _known_words(session: Session, now: datetime) -> Set[str]:
    reviewed = select(ReviewLabel.text).order_by(ReviewLabel.id.desc())
    older = (
        select(Prediction.text)
        .where(Prediction.created_at < now - NOVEL_WITHIN)
        .order_by(Prediction.created_at.desc())
    )
    known = set[str]()
    for query in (reviewed, older):
        for text in session.scalars(query.limit(KNOWN_TEXTS)):
            known.update(words_of(text))
    return known


def _second_opinions(session: Session, seen: Seen, share: float) -> list[QueueItem]:
    rows = session.execute(
        select(ReviewLabel.prediction_id, ReviewLabel.text)
        .where(
            ReviewLabel.text_key.in_(seen.wanted(share)[:POOL]),
            ReviewLabel.prediction_id.is_not(None),
            ReviewLabel.undone_at.is_(None),
            ReviewLabel.opinion == 1,
        )
        .order_by(ReviewLabel.id)
    )
    return [
        QueueItem(Candidate(row.prediction_id, row.text, 0.5), 1.0, Reason.SECOND_OPINION)
        for row in rows
        if row.prediction_id is not None
    ]


def _drawn(session: Session, items: list[QueueItem]) -> list[QueueItem]:
    """The queue, begun with one of its tweets at random: public ids are random already."""
    asked_for = {Reason.ASSIGNED, Reason.SECOND_OPINION}
    ids = [item.candidate.prediction_id for item in items if item.reason not in asked_for]
    chosen = session.scalar(
        select(Prediction.id).where(Prediction.id.in_(ids)).order_by(Prediction.public_id).limit(1)
    )
    drawn = [item for item in items if item.candidate.prediction_id == chosen]
    others = [item for item in items if item.candidate.prediction_id != chosen]
    return [*(replace(item, reason=Reason.RANDOM) for item in drawn), *others]
