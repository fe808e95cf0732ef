from datetime import UTC, datetime

from sqlalchemy.orm import Session

from airparadis.db.tables import Source
from airparadis.domain.predictions.feedback import Ballot
from airparadis.domain.review.queue import Decision
from airparadis.domain.review.topics import DEFAULT_TOPICS, Topic
from airparadis.services.predictions import feedback
from airparadis.services.review import labels, topics
from tests.support.fakes import FakeClassifier
from tests.support.predictions import predict

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_reviewers_outweigh_votes_and_neutral_tweets_are_left_out(session: Session) -> None:
    texts = ["love seat", "love bag", "love meal", "love crew", "love gate", "https://t.co/x"]
    made = predict(session, FakeClassifier(), texts, source=Source.API, now=NOON)
    session.commit()
    for prediction, is_correct in zip(made, (False, False, False, True, None, True), strict=True):
        if is_correct is not None:
            feedback.vote(session, prediction.public_id, "a", Ballot(is_correct), NOON)
    decisions = (Decision.POSITIVE, Decision.NEUTRAL, None, None, Decision.NEGATIVE)
    for prediction, decision in zip(made, decisions, strict=False):
        if decision is not None:
            labels.give(session, prediction, "ann@example.org", decision, NOON)
    session.commit()
    assert {text.text: text.is_wrong for text in topics.judged(session)} == {
        "love seat": False,
        "love meal": True,
        "love crew": False,
        "love gate": True,
    }
    assert topics.judged(session, version="another") == []


def test_the_rules_can_be_changed_and_reset(session: Session) -> None:
    assert topics.current_topics(session) == DEFAULT_TOPICS
    food = (Topic("food", ("meal*", "cold coffee")),)
    topics.store(session, food, "ann@example.org", NOON)
    session.commit()
    assert topics.current_topics(session) == food
    stored = topics.stored_setting(session)
    assert stored is not None
    assert (stored.updated_by, stored.updated_at) == ("ann@example.org", NOON)
    topics.reset(session)
    session.commit()
    assert topics.current_topics(session) == DEFAULT_TOPICS


def test_a_stored_topic_that_is_too_costly_is_left_out(session: Session) -> None:
    """Saved before such rules were refused: it is shown to be mended, and never looked for."""
    boom, food = Topic("boom", ("a*a*a*a*a*b",)), Topic("food", ("meal*",))
    topics.store(session, (boom, food), "ann@example.org", NOON)
    session.commit()
    assert topics.written_topics(session) == (boom, food)
    assert topics.current_topics(session) == (food,)
