from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from airparadis.domain.feedback import Ballot
from airparadis.domain.incident import IncidentState, WindowRule
from airparadis.models import Incident, Prediction, Source
from airparadis.services import feedback, incidents
from airparadis.services.prediction import predict
from tests.fakes import FakeClassifier

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
RULE = WindowRule(3, timedelta(minutes=5))
Report = Callable[..., Prediction]


def after(**span: float) -> datetime:
    return NOON + timedelta(**span)


@pytest.fixture
def report(session: Session) -> Report:
    """Report a fresh prediction, or a given one, wrong at a time."""

    def report_wrong(
        at: datetime, prediction: Prediction | None = None, voter: str = "visitor:a"
    ) -> Prediction:
        if prediction is None:
            [prediction] = predict(
                session, FakeClassifier(), ["I love it"], source=Source.API, now=at
            )
            session.commit()
        feedback.vote(session, prediction.public_id, voter, Ballot(is_correct=False), at)
        session.commit()
        return prediction

    return report_wrong


def check(session: Session, now: datetime) -> Incident | None:
    opened = incidents.check_error_window(session, RULE, now)
    session.commit()
    return opened


def test_three_reports_open_one_incident(session: Session, report: Report) -> None:
    reported = [report(after(minutes=minute)) for minute in range(3)]
    opened = check(session, after(minutes=3))
    assert opened is not None
    assert opened.state is IncidentState.OPEN
    assert opened.report_count == 3
    assert (opened.first_report_at, opened.last_report_at) == (NOON, after(minutes=2))
    assert incidents.reported_predictions(session, opened) == reported


def test_the_same_reports_open_nothing_more(session: Session, report: Report) -> None:
    for minute in range(3):
        report(after(minutes=minute))
    assert check(session, after(minutes=3))
    for seconds in (185, 190, 600, 1_200):
        assert check(session, after(seconds=seconds)) is None
    assert len(incidents.recent(session)) == 1


def test_two_reports_open_nothing(session: Session, report: Report) -> None:
    report(NOON)
    report(NOON)
    assert check(session, after(seconds=1)) is None


def test_three_voters_on_one_prediction_open_nothing(session: Session, report: Report) -> None:
    prediction = report(NOON)
    report(NOON, prediction, "visitor:b")
    report(NOON, prediction, "visitor:c")
    assert check(session, after(seconds=1)) is None


def test_a_vote_taken_back_does_not_count(session: Session, report: Report) -> None:
    report(NOON)
    report(NOON)
    regretted = report(NOON)
    feedback.vote(session, regretted.public_id, "visitor:a", Ballot(True), after(seconds=2))
    session.commit()
    assert check(session, after(seconds=5)) is None


def test_further_reports_join_the_open_incident(session: Session, report: Report) -> None:
    for _ in range(3):
        report(NOON)
    incident = check(session, NOON)
    report(after(minutes=4))
    assert check(session, after(minutes=4)) is None
    assert incident is not None
    assert incident.report_count == 4
    assert incident.last_report_at == after(minutes=4)


def test_a_quiet_window_resolves_it(session: Session, report: Report) -> None:
    for _ in range(3):
        report(NOON)
    incident = check(session, NOON)
    assert incident is not None
    states = []
    for seconds in (300, 301):
        check(session, after(seconds=seconds))
        states.append(incident.state)
    assert states == [IncidentState.OPEN, IncidentState.RESOLVED]
    assert incident.resolved_at == after(minutes=5, seconds=1)


def test_a_new_incident_needs_new_reports(session: Session, report: Report) -> None:
    for _ in range(3):
        report(NOON)
    check(session, NOON)
    check(session, after(minutes=6))
    report(after(minutes=7))
    report(after(minutes=7))
    assert check(session, after(minutes=7)) is None
    report(after(minutes=8))
    second = check(session, after(minutes=8))
    assert second is not None
    assert second.first_report_at == after(minutes=7)


def test_reports_made_while_the_scheduler_was_down_are_not_missed(
    session: Session, report: Report
) -> None:
    for minute in range(3):
        report(after(minutes=minute))
    assert check(session, after(hours=2)) is not None


def test_the_database_refuses_a_second_open_incident(session: Session, report: Report) -> None:
    for _ in range(3):
        report(NOON)
    first = check(session, NOON)
    assert first is not None
    columns = {column.key for column in Incident.__table__.columns} - {"id"}
    session.add(Incident(**{name: getattr(first, name) for name in columns}))
    with pytest.raises(IntegrityError):
        session.commit()


@pytest.fixture
def owed(session: Session, report: Report) -> Incident:
    for _ in range(3):
        report(NOON)
    incident = check(session, NOON)
    assert incident is not None
    return incident


def test_a_notification_is_claimed_once(session: Session, owed: Incident) -> None:
    assert incidents.claim_notification(session, NOON) is owed
    session.commit()
    assert incidents.claim_notification(session, NOON) is None


def test_a_claim_that_was_never_settled_is_owed_again(session: Session, owed: Incident) -> None:
    incidents.claim_notification(session, NOON)
    session.commit()
    assert incidents.claim_notification(session, NOON + incidents.LEASE) is owed


def test_a_delivered_notification_is_never_owed_again(session: Session, owed: Incident) -> None:
    incidents.claim_notification(session, NOON)
    incidents.settle_notification(owed, delivered=True, now=NOON)
    session.commit()
    assert owed.notified_at == NOON
    assert incidents.claim_notification(session, after(days=9)) is None


def test_a_failed_notification_is_owed_again_later(session: Session, owed: Incident) -> None:
    incidents.claim_notification(session, NOON)
    incidents.settle_notification(owed, delivered=False, now=NOON)
    session.commit()
    assert incidents.claim_notification(session, after(seconds=19)) is None
    assert incidents.claim_notification(session, after(seconds=20)) is owed


def test_retries_end(session: Session, owed: Incident) -> None:
    attempts, now = 0, NOON
    while incidents.claim_notification(session, now):
        attempts, now = attempts + 1, now + timedelta(hours=1)
        incidents.settle_notification(owed, delivered=False, now=now)
        session.commit()
        now += timedelta(hours=1)
    assert attempts == incidents.MAX_NOTIFY_ATTEMPTS
