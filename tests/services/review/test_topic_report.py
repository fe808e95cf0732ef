from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from airparadis.db.tables import Source
from airparadis.domain.predictions.feedback import Ballot
from airparadis.domain.review.topics import Topic
from airparadis.services.predictions import feedback
from airparadis.services.review import topic_report, topics
from tests.support.fakes import FakeClassifier
from tests.support.predictions import predict

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def voted(session: Session, texts: list[str]) -> None:
    made = predict(session, FakeClassifier(), texts, source=Source.API, now=NOON)
    session.commit()
    for prediction in made:
        feedback.vote(session, prediction.public_id, "a", Ballot(is_correct=False), NOON)
    session.commit()


def test_few_votes_are_counted_at_once_and_many_as_kept(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topic_report, "MAX_LIVE", 3)
    voted(session, ["my bag", "my seat"])
    assert (topic_report.read(session, None).judged, topic_report.refresh(session, NOON)) == (
        2,
        True,
    )
    voted(session, ["my bags", "my crew"])
    live = topic_report.read(session, None)
    assert (live.judged, live.is_complete) == (2, True), "as the scheduler has kept it"
    assert topic_report.refresh(session, NOON)
    kept = topic_report.read(session, None)
    assert (kept.judged, kept.is_complete) == (4, True)
    assert {rate.name: rate.wrong for rate in kept.rates if rate.wrong} == {
        "baggage": 2,
        "customer service": 1,
        "seats": 1,
    }
    assert not topic_report.refresh(session, NOON), "nothing is new"


def test_other_rules_are_counted_on_the_latest_votes_until_the_scheduler_has(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topic_report, "MAX_LIVE", 3)
    voted(session, ["my meal"] * 5)
    topic_report.refresh(session, NOON)
    topics.store(session, (Topic("food", ("meal*",)),), "ann@example.org", NOON)
    session.commit()
    found = topic_report.read(session, None)
    assert (found.judged, found.is_complete) == (3, False)
    assert (found.rates[0].name, found.rates[0].wrong) == ("food", 3)
    assert topic_report.refresh(session, NOON)
    assert topic_report.read(session, None).judged == 5
