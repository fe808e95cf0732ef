from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from airparadis.domain.feedback import Ballot
from airparadis.models import Source
from airparadis.services import feedback, monitoring
from airparadis.services.prediction import predict
from tests.fakes import FakeClassifier

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def traffic(session: Session) -> None:
    """Four scored tweets, one of them a day older, one unscored; two voted wrong, one right."""
    old, *recent = [
        predict(session, FakeClassifier(), [text], source=Source.API, now=at)[0]
        for text, at in (
            ("I love it", NOON - timedelta(days=2)),
            ("I hate it", NOON),
            ("the worst flight", NOON),
            ("thanks a lot", NOON),
            ("@airparadis", NOON),
        )
    ]
    session.commit()
    ballots = [(old, "a", False), (recent[0], "a", False), (recent[0], "b", False)]
    ballots += [(recent[0], "c", True), (recent[2], "a", True)]
    for minute, (prediction, voter, is_correct) in enumerate(ballots):
        at = NOON + timedelta(minutes=minute)
        feedback.vote(session, prediction.public_id, voter, Ballot(is_correct), at)
        session.commit()


@pytest.mark.usefixtures("traffic")
def test_figures_count_each_prediction_once(session: Session) -> None:
    figures = monitoring.stats(session)
    assert (figures.predictions, figures.unscored, figures.negative) == (5, 1, 2)
    assert (figures.votes, figures.voted_predictions, figures.reported_errors) == (5, 3, 2)
    assert figures.error_rate == pytest.approx(2 / 3)


@pytest.mark.usefixtures("traffic")
def test_a_span_leaves_out_older_predictions_and_their_votes(session: Session) -> None:
    figures = monitoring.stats(session, NOON - timedelta(days=1))
    assert (figures.predictions, figures.votes, figures.reported_errors) == (4, 4, 1)


def test_an_empty_database_gives_zeros(session: Session) -> None:
    figures = monitoring.stats(session)
    assert (figures.predictions, figures.votes, figures.reported_errors) == (0, 0, 0)
    page = monitoring.wrong_votes(session)
    assert (list(page.items), page.total, page.last) == ([], 0, 1)


@pytest.mark.usefixtures("traffic")
def test_wrong_votes_come_latest_first_in_pages(session: Session) -> None:
    first = monitoring.wrong_votes(session, size=2)
    second = monitoring.wrong_votes(session, size=2, page=2)
    assert (first.total, first.last) == (3, 2)
    assert [vote.voter for vote in first.items] == ["b", "a"]
    assert [vote.prediction.text for vote in second.items] == ["I love it"]


@pytest.mark.usefixtures("traffic")
def test_wrong_votes_can_be_limited_to_a_span(session: Session) -> None:
    assert monitoring.wrong_votes(session, since=NOON - timedelta(days=1)).total == 2
