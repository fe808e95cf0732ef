"""Tweets that are assigned to a reviewer."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from airparadis.db.tables import Prediction, Source, User
from airparadis.domain.accounts.roles import Permission, Role
from airparadis.domain.review.queue import Decision, Reason
from airparadis.lib.errors import AssignmentError
from airparadis.services.accounts import accounts
from airparadis.services.review import assignments, labels, queue
from airparadis.services.review.undo import undo
from tests.support.fakes import FakeClassifier
from tests.support.predictions import predict

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ANN, BOB, EVE, VIC = (f"{name}@example.org" for name in ("ann", "bob", "eve", "vic"))
LATER = NOON + timedelta(minutes=1)


@pytest.fixture
def people(session: Session) -> dict[str, User]:
    roles = {ANN: Role.ANALYST, BOB: Role.ANALYST, EVE: Role.ADMINISTRATOR, VIC: Role.VIEWER}
    made = {
        email: accounts.create_user(session, email, "four unrelated plain words", role, NOON)
        for email, role in roles.items()
    }
    session.commit()
    return made


@pytest.fixture
def tweet(session: Session) -> Prediction:
    [made] = predict(session, FakeClassifier(), ["my seat"], source=Source.API, now=NOON)
    session.commit()
    return made


def assign(session: Session, tweet: Prediction, email: str | None) -> str | None:
    before = assignments.assign(session, tweet.public_id, email, EVE, NOON)
    session.commit()
    return before


def label(session: Session, tweet: Prediction, who: str, decision: Decision) -> int:
    number = labels.give(session, tweet, who, decision, LATER).id
    session.commit()
    return number


def assignee(session: Session, tweet: Prediction) -> str | None:
    return assignments.of_predictions(session, [tweet.public_id]).get(tweet.public_id)


def test_an_assigned_tweet_comes_first_in_the_queue_of_its_assignee(
    session: Session, people: dict[str, User], tweet: Prediction
) -> None:
    predict(session, FakeClassifier(), ["I hate the worst bag"], source=Source.API, now=NOON)
    session.commit()
    assert assign(session, tweet, ANN) is None
    assert assign(session, tweet, ANN) == ANN, "harmless when done twice"
    assert assignee(session, tweet) == ANN
    waiting = assignments.assigned_to(session, people[ANN].id)
    assert waiting == [tweet.id]
    items = queue.queue(session, ANN, NOON, 0.0, assigned=waiting)
    assert [item.reason for item in items][:1] == [Reason.ASSIGNED]
    assert len({item.candidate.prediction_id for item in items}) == len(items) == 2
    assert assignments.assigned_to(session, people[BOB].id) == []
    assert assign(session, tweet, BOB) == ANN
    assert [(one.email, one.waiting) for one in assignments.assignees(session)] == [(BOB, 1)]
    assert assign(session, tweet, None) == BOB
    assert assignments.assignees(session) == []


@pytest.mark.parametrize(
    ("who", "decision", "left"),
    [
        (ANN, Decision.NEGATIVE, None),
        (ANN, Decision.SKIPPED, None),
        (BOB, Decision.NEGATIVE, None),
        (BOB, Decision.SKIPPED, ANN),
    ],
)
@pytest.mark.usefixtures("people")
def test_a_label_ends_it_and_undoing_brings_it_back(
    session: Session, tweet: Prediction, who: str, decision: Decision, left: str | None
) -> None:
    assign(session, tweet, ANN)
    number = label(session, tweet, who, decision)
    assert assignee(session, tweet) == left
    undo(session, number, who, LATER)
    session.commit()
    assert assignee(session, tweet) == ANN


@pytest.mark.usefixtures("people")
def test_a_label_on_a_repeat_of_the_text_ends_it(session: Session, tweet: Prediction) -> None:
    [again] = predict(session, FakeClassifier(), ["@x my seat"], source=Source.API, now=NOON)
    session.commit()
    assign(session, tweet, ANN)
    label(session, again, BOB, Decision.POSITIVE)
    assert assignee(session, tweet) is None


@pytest.mark.usefixtures("people")
def test_a_labelled_tweet_is_assigned_for_a_second_opinion(
    session: Session, tweet: Prediction
) -> None:
    labels.give(session, tweet, BOB, Decision.NEGATIVE, NOON - timedelta(hours=1))
    session.commit()
    with pytest.raises(AssignmentError, match="labelled"):
        assign(session, tweet, BOB)
    session.rollback()
    assign(session, tweet, ANN)
    assert assignee(session, tweet) == ANN


@pytest.mark.parametrize("email", [VIC, "nobody@example.org", "x\0y"])
@pytest.mark.usefixtures("people")
def test_only_active_reviewers_are_assigned(
    session: Session, tweet: Prediction, email: str
) -> None:
    assign(session, tweet, ANN)
    with pytest.raises(AssignmentError, match="account"):
        assign(session, tweet, email)
    session.rollback()
    assert assignee(session, tweet) == ANN, "a refusal changes nothing"
    assert VIC not in accounts.addresses_with(session, Permission.REVIEW)


def test_what_was_not_scored_is_not_assigned(session: Session, people: dict[str, User]) -> None:
    [made] = predict(session, FakeClassifier(), ["https://t.co/x"], source=Source.API, now=NOON)
    session.commit()
    with pytest.raises(AssignmentError, match="unscored"):
        assign(session, made, people[ANN].email)


@pytest.mark.parametrize("how", ["deactivated", "another role", "deleted"])
def test_without_the_account_or_its_role_the_assignment_goes(
    session: Session, people: dict[str, User], tweet: Prediction, how: str
) -> None:
    assign(session, tweet, ANN)
    if how == "deactivated":
        accounts.deactivate(session, people[ANN], LATER)
    elif how == "another role":
        accounts.set_role(session, people[ANN], Role.VIEWER)
    else:
        session.delete(people[ANN])
    session.commit()
    assert assignee(session, tweet) is None
    assert assignments.assignees(session) == []
