from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from airparadis.db.tables import Origin, Prediction, ReviewLabel, Source
from airparadis.domain.predictions.feedback import Ballot
from airparadis.domain.review.queue import Decision, Reason
from airparadis.lib.errors import ChangedSinceError
from airparadis.services.models import training_progress
from airparadis.services.predictions import feedback
from airparadis.services.review import labels, queue
from airparadis.services.review.undo import undo
from tests.support.fakes import FakeClassifier
from tests.support.predictions import predict

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ANN, BOB, EVE = "ann@example.org", "bob@example.org", "eve@example.org"
NEGATIVE, POSITIVE = Decision.NEGATIVE, Decision.POSITIVE


def scored(session: Session, *texts: str) -> list[Prediction]:
    made = predict(session, FakeClassifier(), texts, source=Source.API, now=NOON)
    session.commit()
    return made


def waiting(session: Session, reviewer: str, share: float = 0.0) -> list[tuple[str, Reason]]:
    items = queue.queue(session, reviewer, NOON, share)
    return [(item.candidate.text, item.reason) for item in items]


def test_reported_then_uncertain_then_the_rest(session: Session) -> None:
    love, _unsure, _hate = scored(session, "I love it", "my seat", "I hate the worst delayed bags")
    feedback.vote(session, love.public_id, "a", Ballot(is_correct=False), NOON)
    session.commit()
    assert waiting(session, ANN) == [
        ("I love it", Reason.REPORTED),
        ("my seat", Reason.UNCERTAIN),
        ("I hate the worst delayed bags", Reason.NOVEL),
    ]


def test_what_cannot_be_scored_is_not_reviewed(session: Session) -> None:
    scored(session, "https://t.co/x")
    assert waiting(session, ANN) == []


def test_a_labelled_text_and_its_repeats_leave_the_queue(session: Session) -> None:
    first, *_ = scored(session, "my seat 12A", "@x my seat 13B", "my bag")
    label = labels.give(session, first, ANN, POSITIVE, NOON)
    session.commit()
    assert (label.opinion, label.origin) == (1, Origin.QUEUE)
    assert [text for text, _ in waiting(session, ANN)] == ["my bag"]
    assert [text for text, _ in waiting(session, BOB)] == ["my bag"]


def test_what_one_skips_another_sees(session: Session) -> None:
    [made] = scored(session, "my seat")
    labels.give(session, made, ANN, Decision.SKIPPED, NOON)
    session.commit()
    assert waiting(session, ANN) == []
    assert [text for text, _ in waiting(session, BOB)] == ["my seat"]


def test_a_second_opinion_is_asked_of_somebody_else(session: Session) -> None:
    [made] = scored(session, "my seat")
    labels.give(session, made, ANN, POSITIVE, NOON)
    session.commit()
    assert waiting(session, ANN, share=1.0) == []
    assert waiting(session, BOB, share=0.0) == []
    assert waiting(session, BOB, share=1.0) == [("my seat", Reason.SECOND_OPINION)]
    label = labels.give(session, made, BOB, POSITIVE, NOON)
    session.commit()
    assert label.opinion == 2
    assert waiting(session, EVE, share=1.0) == []


def test_a_dispute_is_settled_by_a_third(session: Session) -> None:
    [made] = scored(session, "my seat")
    labels.give(session, made, ANN, POSITIVE, NOON)
    labels.give(session, made, BOB, NEGATIVE, NOON)
    session.commit()
    assert labels.reviewed(session) == []
    assert labels.disputed(labels.opinions(session)) == 1
    assert waiting(session, EVE) == [("my seat", Reason.SECOND_OPINION)]
    labels.give(session, made, EVE, NEGATIVE, NOON)
    session.commit()
    [text] = labels.reviewed(session)
    assert (text.decision, text.opinions) == (NEGATIVE, 3)
    assert labels.disputed(labels.opinions(session)) == 0


def test_undoing_takes_back_the_last_and_keeps_it_in_the_history(session: Session) -> None:
    one, two = scored(session, "my seat", "my bag")
    labels.give(session, one, ANN, POSITIVE, NOON)
    label = labels.give(session, two, ANN, NEGATIVE, NOON + timedelta(minutes=1))
    session.commit()
    assert labels.latest(session, ANN) is label
    assert undo(session, label.id, ANN, NOON + timedelta(minutes=2)).text == "my bag"
    session.commit()
    assert [text for text, _ in waiting(session, ANN)] == ["my bag"]
    kept = [(row.text, row.undone_at is None) for row in labels.history(session).items]
    assert kept == [("my bag", False), ("my seat", True)]
    with pytest.raises(ChangedSinceError):
        undo(session, label.id, ANN, NOON)
    with pytest.raises(ChangedSinceError):
        undo(session, 99, BOB, NOON)


def test_undoing_a_change_of_mind_brings_the_first_label_back(session: Session) -> None:
    [made] = scored(session, "my seat")
    first = labels.give(session, made, ANN, POSITIVE, NOON)
    session.commit()
    second = labels.give(session, made, ANN, NEGATIVE, NOON + timedelta(minutes=1))
    session.commit()
    with pytest.raises(ChangedSinceError):
        undo(session, first.id, ANN, NOON + timedelta(minutes=2))
    with pytest.raises(ChangedSinceError):
        undo(session, second.id, BOB, NOON + timedelta(minutes=2))
    undo(session, second.id, ANN, NOON + timedelta(minutes=2))
    session.commit()
    assert [text.decision for text in labels.reviewed(session)] == [POSITIVE]
    [standing] = labels.standing(session).values()
    assert [(row.opinion, row.created_at) for row in standing] == [(1, NOON)]


def test_changing_ones_mind_keeps_what_was_said(session: Session) -> None:
    [made] = scored(session, "my seat")
    for minute, decision in enumerate((POSITIVE, POSITIVE, NEGATIVE)):
        labels.give(session, made, ANN, decision, NOON + timedelta(minutes=minute))
        session.commit()
    rows = labels.history(session).items
    assert [(row.decision, row.opinion, row.undone_at) for row in rows] == [
        (NEGATIVE, 1, None),
        (POSITIVE, 1, NOON + timedelta(minutes=2)),
    ]
    assert [text.decision for text in labels.reviewed(session)] == [NEGATIVE]


def test_one_reviewer_has_one_standing_label_on_a_text(session: Session) -> None:
    [made] = scored(session, "my seat")
    label = labels.give(session, made, ANN, POSITIVE, NOON)
    twin = {name: getattr(label, name) for name in ("text", "text_key", "reviewer", "decision")}
    session.add(ReviewLabel(**twin, opinion=2, origin=Origin.QUEUE, created_at=NOON))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_agreement_compares_first_and_second_opinions(session: Session) -> None:
    for text, first, second in (
        ("my seat", POSITIVE, POSITIVE),
        ("my bag", NEGATIVE, NEGATIVE),
        ("my meal", POSITIVE, NEGATIVE),
        ("my flight", NEGATIVE, Decision.SKIPPED),
    ):
        [made] = scored(session, text)
        labels.give(session, made, ANN, first, NOON)
        labels.give(session, made, BOB, second, NOON)
    session.commit()
    found = labels.agreement_of(labels.opinions(session))
    assert (found.pairs, found.alike) == (3, 2)
    assert found.kappa == pytest.approx(0.4)


def test_words_of_older_predictions_are_not_new(session: Session) -> None:
    scored(session, "I love the zeppelin", "I love the gondola")
    later = NOON + timedelta(days=2)
    [item] = [
        entry
        for entry in queue.queue(session, ANN, later, 0.0)
        if "gondola" in entry.candidate.text
    ]
    assert item.reason is Reason.UNCERTAIN
    [fresh] = [
        entry for entry in queue.queue(session, ANN, NOON, 0.0) if "gondola" in entry.candidate.text
    ]
    assert fresh.reason is Reason.NOVEL


def test_the_tenth_tweet_is_drawn_at_random(session: Session) -> None:
    made = scored(session, *(f"my {word}" for word in "abcdefghijklm"))
    for prediction in made[:9]:
        labels.give(session, prediction, ANN, POSITIVE, NOON)
    session.commit()
    drawn = min(made[9:], key=lambda prediction: prediction.public_id)
    assert waiting(session, ANN)[0] == (drawn.text, Reason.RANDOM)
    assert waiting(session, BOB)[0][1] is not Reason.RANDOM


def test_progress_counts_what_is_new_since_the_last_training(session: Session) -> None:
    for minute, prediction in enumerate(scored(session, *(f"my {word}" for word in "abcdefgh"))):
        labels.give(session, prediction, ANN, POSITIVE, NOON + timedelta(minutes=minute))
    session.commit()
    progress = training_progress.read(session, 3, 1, since=NOON + timedelta(minutes=4))
    assert (progress.reviewed, progress.new, progress.is_due) == (8, 3, progress.to_test > 0)
    kept = [text for text in labels.reviewed(session) if text.is_test]
    assert progress.to_train == 8 - len(kept)
    assert progress.to_test == len(kept)
    assert not training_progress.read(session, 3, 9).is_due
