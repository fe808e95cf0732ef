"""The error rate by topic, precomputed by the scheduler so that the page is quick."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import Feedback, FeedbackChange, ReviewLabel, StoredSetting
from airparadis.domain.review.topics import (
    Judged,
    Topic,
    TopicErrors,
    error_rates,
    sort_by_topic,
)
from airparadis.services.monitoring import dashboard
from airparadis.services.review import topics
from airparadis.services.review.error_terms import ErrorTerm, error_terms

NAME = "topic_report"
MAX_LIVE = 150
"""Judged predictions that are counted while a reader waits: 50 ms."""

MAX_VERSIONS = 5
"""Latest model versions with a precomputed report of their own."""


@dataclass(frozen=True, slots=True)
class TopicReport:
    """The errors by topic, and what errors of no topic have in common."""

    judged: int
    rates: tuple[TopicErrors, ...]
    terms: tuple[ErrorTerm, ...]
    is_complete: bool
    """False: of the latest `MAX_LIVE` predictions only; the scheduler has not counted yet."""


def read(session: Session, version: str | None) -> TopicReport:
    """The report of a model version, or of all: counted now if that is quick, else as stored."""
    rules = topics.current_topics(session)
    latest = topics.judged(session, version, MAX_LIVE)
    if len(latest) == MAX_LIVE and (kept := _kept(session, version, rules)) is not None:
        return kept
    return _count(latest, rules, is_complete=len(latest) < MAX_LIVE)


def refresh(session: Session, now: datetime) -> bool:
    """Count anew if there are votes, reviews or rules since; False if nothing is new.

    Nothing is locked while it counts.
    """
    state = _state(session)
    stored = session.get(StoredSetting, NAME, populate_existing=True)
    if stored is not None and stored.value["state"] == state:
        return False
    rules = topics.current_topics(session)
    reports = {
        version or "": asdict(_count(topics.judged(session, version), rules, is_complete=True))
        for version in (None, *dashboard.versions(session)[:MAX_VERSIONS])
    }
    begin_write(session)
    value = {"state": state, "rules": _written(rules), "reports": reports}
    session.merge(StoredSetting(name=NAME, value=value, updated_at=now, updated_by=""))
    session.commit()
    return True


def _count(judged: list[Judged], rules: tuple[Topic, ...], *, is_complete: bool) -> TopicReport:
    found = sort_by_topic(judged, rules)
    rates = tuple(error_rates(found, rules))
    return TopicReport(len(judged), rates, tuple(error_terms(found)), is_complete)


def _kept(session: Session, version: str | None, rules: tuple[Topic, ...]) -> TopicReport | None:
    stored = session.get(StoredSetting, NAME, populate_existing=True)
    if stored is None or stored.value["rules"] != _written(rules):
        return None
    report = stored.value["reports"].get(version or "")
    return None if report is None else _parse(report)


def _parse(report: Mapping[str, Any]) -> TopicReport:
    return TopicReport(
        report["judged"],
        tuple(TopicErrors(**row) for row in report["rates"]),
        tuple(ErrorTerm(**row) for row in report["terms"]),
        is_complete=True,
    )


def _written(rules: tuple[Topic, ...]) -> list[list[object]]:
    return [[topic.name, list(topic.words)] for topic in rules]


def _state(session: Session) -> list[object]:
    """Return a fingerprint that changes with every vote, review, undone review and rule."""
    undone = session.scalar(select(func.max(ReviewLabel.undone_at)))
    voted = session.scalar(select(FeedbackChange.at).order_by(FeedbackChange.id.desc()).limit(1))
    counts = (Feedback.id, FeedbackChange.id, ReviewLabel.id)
    return [
        *(session.scalar(select(func.max(column))) for column in counts),
        undone.isoformat() if undone else None,
        voted.isoformat() if voted else None,  # SQLite gives the id of a vote taken back again
        _written(topics.current_topics(session)),
    ]
