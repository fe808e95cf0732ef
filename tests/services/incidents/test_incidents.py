from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from airparadis.db.tables import Incident, Prediction, Source
from airparadis.domain.incidents.incident import AlertPolicy, IncidentState
from airparadis.domain.incidents.window import WindowRule
from airparadis.domain.predictions.feedback import Ballot
from airparadis.services.incidents import incidents, listing
from airparadis.services.predictions import feedback
from tests.support.fakes import FakeClassifier
from tests.support.predictions import predict

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
POLICY = AlertPolicy(WindowRule(3, timedelta(minutes=5)))
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
    """Look once; the incident if that opened one, or took one up again."""
    change = incidents.check_error_window(session, POLICY, now)
    session.commit()
    return change.incident if change and change.has_opened else None


def test_three_reports_open_one_incident(session: Session, report: Report) -> None:
    reported = [report(after(minutes=minute)) for minute in range(3)]
    opened = check(session, after(minutes=3))
    assert opened is not None
    assert opened.state is IncidentState.OPEN
    assert opened.report_count == 3
    assert (opened.first_report_at, opened.last_report_at) == (NOON, after(minutes=2))
    assert listing.reported_predictions(session, opened) == reported


def test_the_same_reports_open_nothing_more(session: Session, report: Report) -> None:
    for minute in range(3):
        report(after(minutes=minute))
    assert check(session, after(minutes=3))
    for seconds in (185, 190, 600, 1_200):
        assert check(session, after(seconds=seconds)) is None
    assert len(listing.recent(session)) == 1


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
    report(after(minutes=12))
    report(after(minutes=12))
    assert check(session, after(minutes=12)) is None
    report(after(minutes=13))
    second = check(session, after(minutes=13))
    assert second is not None
    assert second.first_report_at == after(minutes=12)


def test_a_trip_soon_after_the_end_takes_the_same_incident_up_again(
    session: Session, report: Report
) -> None:
    for _ in range(3):
        report(NOON)
    first = check(session, NOON)
    check(session, after(minutes=6))
    for _ in range(3):
        report(after(minutes=11))
    incident = check(session, after(minutes=11))
    assert incident is first
    assert listing.recent(session) == [incident]
    assert incident is not None
    assert (incident.state, incident.report_count) == (IncidentState.OPEN, 6)
    assert incident.resolved_at is None


def test_reports_made_while_the_scheduler_was_down_are_not_missed(
    session: Session, report: Report
) -> None:
    for minute in range(3):
        report(after(minutes=minute))
    assert check(session, after(hours=2)) is not None


UNRESOLVED = sorted(set(IncidentState) - {IncidentState.RESOLVED})


@pytest.mark.parametrize("state", UNRESOLVED)
@pytest.mark.parametrize("of_the_first", UNRESOLVED)
def test_the_database_refuses_a_second_unresolved_incident(
    session: Session, report: Report, state: IncidentState, of_the_first: IncidentState
) -> None:
    for _ in range(3):
        report(NOON)
    first = check(session, NOON)
    assert first is not None
    first.state = of_the_first
    session.commit()
    columns = {column.key for column in Incident.__table__.columns} - {"id", "state"}
    values = {name: getattr(first, name) for name in columns}
    session.add(Incident(state=state, **values))
    with pytest.raises(IntegrityError):
        session.commit()
