import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from airparadis.db.tables import Feedback, FeedbackChange, Prediction, Source, VoteTally
from airparadis.domain.predictions.feedback import Ballot, CorrectedLabel
from airparadis.lib.errors import ChangedSinceError, PredictionNotFoundError
from airparadis.services.predictions import feedback
from tests.support.fakes import FakeClassifier
from tests.support.predictions import predict

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=1)
WRONG = Ballot(is_correct=False)
RIGHT = Ballot(is_correct=True)


@pytest.fixture
def prediction(session: Session) -> Prediction:
    [made] = predict(session, FakeClassifier(), ["love it"], source=Source.FORM, now=NOON)
    session.commit()
    return made


def test_a_vote_is_kept_with_label_and_comment(session: Session, prediction: Prediction) -> None:
    ballot = Ballot(False, CorrectedLabel.NEUTRAL, "irony")
    cast = feedback.vote(session, prediction.public_id, "visitor:a", ballot, NOON)
    session.commit()
    assert (cast.is_correct, cast.corrected_label, cast.comment) == (False, "neutral", "irony")
    assert feedback.find_vote(session, prediction, "visitor:a") is cast
    assert feedback.find_vote(session, prediction, "visitor:b") is None


def test_a_second_vote_replaces_the_first(session: Session, prediction: Prediction) -> None:
    feedback.vote(session, prediction.public_id, "visitor:a", WRONG, NOON)
    session.commit()
    cast = feedback.vote(session, prediction.public_id, "visitor:a", RIGHT, LATER)
    session.commit()
    assert session.scalar(select(func.count()).select_from(Feedback)) == 1
    assert cast.is_correct
    assert (cast.created_at, cast.voted_at, cast.updated_at) == (NOON, LATER, LATER)


def test_adding_a_comment_does_not_report_again(session: Session, prediction: Prediction) -> None:
    feedback.vote(session, prediction.public_id, "visitor:a", WRONG, NOON)
    session.commit()
    cast = feedback.vote(
        session, prediction.public_id, "visitor:a", Ballot(False, comment="irony"), LATER
    )
    assert cast.voted_at == NOON
    assert cast.updated_at == LATER


def test_every_voter_has_a_vote(session: Session, prediction: Prediction) -> None:
    for voter in ("visitor:a", "visitor:b", "api"):
        feedback.vote(session, prediction.public_id, voter, WRONG, NOON)
        session.commit()
    assert session.scalar(select(func.count()).select_from(Feedback)) == 3


def test_a_vote_on_nothing_is_an_error(session: Session) -> None:
    with pytest.raises(PredictionNotFoundError):
        feedback.vote(session, uuid.uuid4(), "visitor:a", WRONG, NOON)


def test_the_history_of_a_vote_keeps_all_that_it_was(session: Session) -> None:
    [made] = predict(session, FakeClassifier(), ["I love it"], source=Source.API, now=NOON)
    session.commit()
    ballots = [Ballot(True), Ballot(False), Ballot(False), Ballot(False, CorrectedLabel.NEUTRAL)]
    ballots += [Ballot(False, CorrectedLabel.NEUTRAL, "irony"), Ballot(True)]
    for minute, ballot in enumerate(ballots):
        feedback.vote(session, made.public_id, "a", ballot, NOON + timedelta(minutes=minute))
        session.commit()
    [changes] = feedback.history(session, made)
    kept = [(change.is_correct, change.corrected_label, change.comment) for change in changes]
    assert kept == [
        (True, None, None),
        (False, "neutral", "irony"),
        (False, "neutral", None),
        (False, None, None),
        (True, None, None),
    ]
    assert [change.at - NOON for change in changes] == [
        timedelta(minutes=n) for n in (5, 4, 3, 1, 0)
    ]


def test_a_vote_said_again_changes_nothing(session: Session) -> None:
    [made] = predict(session, FakeClassifier(), ["I love it"], source=Source.API, now=NOON)
    session.commit()
    for minute in (0, 1):
        at = NOON + timedelta(minutes=minute)
        again = feedback.vote(session, made.public_id, "a", Ballot(False, comment="no"), at)
        session.commit()
    assert (again.voted_at, again.updated_at) == (NOON, NOON)
    assert [len(revisions) for revisions in feedback.history(session, made)] == [1]


def tallied(session: Session) -> dict[str, float]:
    names = ("votes", "wrong_votes", "voted", "wrong", "confidence")
    sums = (func.coalesce(func.sum(getattr(VoteTally, name)), 0) for name in names)
    return dict(zip(names, session.execute(select(*sums)).one(), strict=True))


def test_a_vote_taken_back_leaves_nothing(session: Session, prediction: Prediction) -> None:
    cast = feedback.vote(session, prediction.public_id, "visitor:a", WRONG, NOON)
    session.commit()
    assert tallied(session)["voted"] == 1
    assert feedback.take_back(session, cast.changes[-1].id, "visitor:a", LATER) is prediction
    session.commit()
    assert feedback.find_vote(session, prediction, "visitor:a") is None
    assert session.scalar(select(func.count()).select_from(FeedbackChange)) == 0
    assert set(tallied(session).values()) == {0}


def test_taking_a_change_back_restores_what_was_said(
    session: Session, prediction: Prediction
) -> None:
    first = feedback.vote(session, prediction.public_id, "visitor:a", WRONG, NOON).changes[-1].id
    session.commit()
    cast = feedback.vote(session, prediction.public_id, "visitor:a", RIGHT, LATER)
    session.commit()
    for change, voter in ((first, "visitor:a"), (cast.changes[-1].id, "visitor:b"), (99, "x")):
        with pytest.raises(ChangedSinceError):
            feedback.take_back(session, change, voter, LATER)
    feedback.take_back(session, cast.changes[-1].id, "visitor:a", LATER)
    session.commit()
    assert not cast.is_correct
    assert [change.is_correct for change in cast.changes] == [False, True, False], "kept, too"
    left = tallied(session)
    assert (left["votes"], left["wrong_votes"], left["voted"], left["wrong"]) == (1, 1, 1, 1)
