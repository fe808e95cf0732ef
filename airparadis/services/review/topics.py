"""Topics: the rules in force, and where the model errs."""

from datetime import datetime

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import Feedback, Prediction, ReviewLabel, StoredSetting
from airparadis.domain.predictions.label import Label
from airparadis.domain.review.queue import Decision
from airparadis.domain.review.topics import DEFAULT_TOPICS, Judged, Topic
from airparadis.services.review import labels

NAME = "topics"
MAX_JUDGED = 20_000
"""The latest predictions that are looked at."""

_LABEL_OF = {Decision.NEGATIVE: Label.NEGATIVE, Decision.POSITIVE: Label.POSITIVE}


def current_topics(session: Session) -> tuple[Topic, ...]:
    """The rules that somebody stored, or those that come with the application."""
    stored = stored_setting(session)
    if stored is None:
        return DEFAULT_TOPICS
    return tuple(Topic(name, tuple(words)) for name, words in stored.value)


def stored_setting(session: Session) -> StoredSetting | None:
    """The stored rules with who stored them and when."""
    return session.get(StoredSetting, NAME, populate_existing=True)


def store(session: Session, topics: tuple[Topic, ...], actor: str, now: datetime) -> None:
    """Let other rules hold."""
    begin_write(session)
    value = [[topic.name, list(topic.words)] for topic in topics]
    session.merge(StoredSetting(name=NAME, value=value, updated_at=now, updated_by=actor))


def reset(session: Session) -> None:
    """Let the rules that come with the application hold again."""
    begin_write(session)
    stored = session.get(StoredSetting, NAME)
    if stored is not None:
        session.delete(stored)


def judged(session: Session, version: str | None = None) -> list[Judged]:
    """Scored predictions that were voted on or reviewed, the latest first.

    What reviewers agree on outweighs votes; a tweet they call neutral has no right answer among
    the model's two and is left out.
    """
    reviewed = _reviewed(session)
    wrong = func.max(case((Feedback.is_correct.is_(False), 1), else_=0))
    voted = select(Feedback.prediction_id, wrong.label("wrong")).group_by(Feedback.prediction_id)
    votes = voted.subquery()
    query = (
        select(Prediction.id, Prediction.text, Prediction.label, votes.c.wrong)
        .outerjoin(votes, votes.c.prediction_id == Prediction.id)
        .where(Prediction.label.is_not(None))
        .where(votes.c.wrong.is_not(None) | Prediction.id.in_(_reviewed_ids()))
        .order_by(Prediction.id.desc())
        .limit(MAX_JUDGED)
    )
    if version is not None:
        query = query.where(Prediction.model_version == version)
    verdicts = (
        (text, _is_wrong(label, reviewed.get(number), vote))
        for number, text, label, vote in session.execute(query)
    )
    return [Judged(text, verdict) for text, verdict in verdicts if verdict is not None]


def _is_wrong(label: Label, decision: Decision | None, vote: int | None) -> bool | None:
    if decision in _LABEL_OF:
        return _LABEL_OF[decision] is not label
    if decision is Decision.NEUTRAL or vote is None:
        return None
    return bool(vote)


def _reviewed(session: Session) -> dict[int, Decision]:
    return {
        row.prediction_id: decision
        for rows in labels.standing(session).values()
        if (decision := labels.decision_of(rows)) is not None
        for row in rows
        if row.prediction_id is not None
    }


def _reviewed_ids() -> Select[int | None]:
    return select(ReviewLabel.prediction_id).where(
        ReviewLabel.undone_at.is_(None), ReviewLabel.prediction_id.is_not(None)
    )
