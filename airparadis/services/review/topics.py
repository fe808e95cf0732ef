"""Topics: the rules in force, and where the model errs."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import Select, case, func, select, union
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import Feedback, Prediction, ReviewLabel, StoredSetting
from airparadis.domain.predictions.label import Label
from airparadis.domain.review.queue import Decision, consensus
from airparadis.domain.review.topics import DEFAULT_TOPICS, MAX_TOPICS, Judged, Topic

NAME = "topics"
MAX_JUDGED = 20_000
"""The latest predictions that are looked at."""

_LABEL_OF = {Decision.NEGATIVE: Label.NEGATIVE, Decision.POSITIVE: Label.POSITIVE}


def current_topics(session: Session) -> tuple[Topic, ...]:
    """The stored rules, or those that come with the application.

    A stored topic that would be refused today, because it is too costly to look for, is left out.
    """
    return tuple(topic for topic in written_topics(session) if topic.is_valid)[:MAX_TOPICS]


def written_topics(session: Session) -> tuple[Topic, ...]:
    """The same as they were written, to be shown and mended; not all may be looked for."""
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


def judged(session: Session, version: str | None = None, limit: int = MAX_JUDGED) -> list[Judged]:
    """Scored predictions that were voted on or reviewed, the latest first.

    What reviewers agree on outweighs votes; a tweet they call neutral has no right answer among
    the model's two and is left out.
    """
    latest = _latest_judged(version, limit)
    wrong = select(func.max(case((Feedback.is_correct.is_(False), 1), else_=0)))
    query = (
        select(
            Prediction.id,
            Prediction.text,
            Prediction.label,
            wrong.where(Feedback.prediction_id == Prediction.id).scalar_subquery(),
        )
        .where(Prediction.label.is_not(None), Prediction.id.in_(latest))
        .order_by(Prediction.id.desc())
        .limit(limit)
    )
    reviewed = _reviewed(session, latest)
    verdicts = (
        (text, _is_wrong(label, reviewed.get(number), vote))
        for number, text, label, vote in session.execute(query)
    )
    return [Judged(text, verdict) for text, verdict in verdicts if verdict is not None]


def _latest_judged(version: str | None, limit: int) -> Select[int]:
    """Select the latest predictions with a vote and those with a review."""
    voted = select(Feedback.prediction_id).distinct().order_by(Feedback.prediction_id.desc())
    reviewed = (
        select(ReviewLabel.prediction_id)
        .where(ReviewLabel.undone_at.is_(None), ReviewLabel.prediction_id.is_not(None))
        .distinct()
        .order_by(ReviewLabel.prediction_id.desc())
    )
    if version is not None:
        voted = voted.where(Feedback.model_version == version)
        reviewed = reviewed.join(Prediction).where(Prediction.model_version == version)
    both = union(
        select(voted.limit(limit).subquery().c.prediction_id),
        select(reviewed.limit(limit).subquery().c.prediction_id),
    )
    return select(both.subquery().c.prediction_id)


def _is_wrong(label: Label, decision: Decision | None, vote: int | None) -> bool | None:
    if decision in _LABEL_OF:
        return _LABEL_OF[decision] is not label
    if decision is Decision.NEUTRAL or vote is None:
        return None
    return bool(vote)


def _reviewed(session: Session, latest: Select[int]) -> dict[int, Decision]:
    shown = select(ReviewLabel.text_key).where(ReviewLabel.prediction_id.in_(latest))
    rows = session.execute(
        select(ReviewLabel.text_key, ReviewLabel.prediction_id, ReviewLabel.decision)
        .where(ReviewLabel.undone_at.is_(None), ReviewLabel.text_key.in_(shown))
        .order_by(ReviewLabel.id)
    ).all()
    by_text: dict[str, list[Decision]] = defaultdict(list)
    for key, _, decision in rows:
        by_text[key].append(decision)
    agreed = {key: consensus(decisions) for key, decisions in by_text.items()}
    return {
        number: agreement
        for key, number, _ in rows
        if number is not None and (agreement := agreed[key]) is not None
    }
