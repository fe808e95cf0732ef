"""Delivery: claimed once, tried again, given up, in order, never while snoozed."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from airparadis.db.tables import Incident, OutboxMessage
from airparadis.domain.incidents.incident import IncidentState, Notice
from airparadis.domain.messages.outbox import LEASE, MAX_ATTEMPTS, Channel, MessageState, Route
from airparadis.lib.errors import NotificationError, RecipientsError
from airparadis.services.messages import outbox

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
BY_MAIL = (Route(Channel.MAIL),)


def after(**span: float) -> datetime:
    return NOON + timedelta(**span)


@pytest.fixture
def incident(session: Session) -> Incident:
    times = dict.fromkeys(("first_report_at", "last_report_at", "opened_at"), NOON)
    incident = Incident(
        state=IncidentState.OPEN, threshold=3, window_seconds=300, report_count=3, **times
    )
    session.add(incident)
    session.commit()
    return incident


def write(session: Session, incident: Incident, notice: Notice = Notice.OPENED) -> OutboxMessage:
    draft = outbox.Draft(Channel.MAIL, ["oncall@example.org"], "subject", "text")
    message = outbox.enqueue(session, incident, notice, draft, NOON)
    session.commit()
    return message


@pytest.fixture
def owed(session: Session, incident: Incident) -> OutboxMessage:
    return write(session, incident)


def test_a_message_is_claimed_once(session: Session, owed: OutboxMessage) -> None:
    assert outbox.claim(session, BY_MAIL, NOON) is owed
    session.commit()
    assert outbox.claim(session, BY_MAIL, NOON) is None


def test_a_claim_that_was_never_settled_is_due_again(session: Session, owed: OutboxMessage) -> None:
    outbox.claim(session, BY_MAIL, NOON)
    session.commit()
    assert outbox.claim(session, BY_MAIL, NOON + LEASE - timedelta(seconds=1)) is None
    assert outbox.claim(session, BY_MAIL, NOON + LEASE) is owed


def test_a_sent_message_is_never_due_again(session: Session, owed: OutboxMessage) -> None:
    outbox.claim(session, BY_MAIL, NOON)
    outbox.settle(owed, None, NOON)
    session.commit()
    assert (owed.state, owed.sent_at, owed.next_attempt_at) == (MessageState.SENT, NOON, None)
    assert outbox.claim(session, BY_MAIL, after(days=9)) is None
    assert outbox.depth(session) == 0


def test_a_failed_message_is_due_again_later(session: Session, owed: OutboxMessage) -> None:
    outbox.claim(session, BY_MAIL, NOON)
    outbox.settle(owed, NotificationError("refused"), NOON)
    session.commit()
    assert (owed.state, owed.last_error) == (MessageState.PENDING, "refused")
    assert outbox.claim(session, BY_MAIL, after(seconds=19)) is None
    assert outbox.claim(session, BY_MAIL, after(seconds=20)) is owed


def test_retries_end(session: Session, owed: OutboxMessage) -> None:
    attempts, now = 0, NOON
    while outbox.claim(session, BY_MAIL, now):
        attempts, now = attempts + 1, now + timedelta(hours=1)
        outbox.settle(owed, NotificationError("refused"), now)
        session.commit()
        now += timedelta(hours=1)
    assert attempts == MAX_ATTEMPTS
    assert (owed.state, owed.next_attempt_at) == (MessageState.FAILED, None)


def test_messages_of_an_incident_leave_in_order(
    session: Session, incident: Incident, owed: OutboxMessage
) -> None:
    end = write(session, incident, Notice.RESOLVED)
    outbox.claim(session, BY_MAIL, NOON)
    outbox.settle(owed, NotificationError("refused"), NOON)
    session.commit()
    assert outbox.claim(session, BY_MAIL, after(seconds=5)) is None, (
        "the end would come before the beginning"
    )
    outbox.claim(session, BY_MAIL, after(seconds=20))
    outbox.settle(owed, None, after(seconds=20))
    session.commit()
    assert outbox.claim(session, BY_MAIL, after(seconds=20)) is end


def test_nothing_leaves_while_its_incident_is_snoozed(
    session: Session, incident: Incident, owed: OutboxMessage
) -> None:
    incident.state = IncidentState.SNOOZED
    session.commit()
    assert outbox.claim(session, BY_MAIL, NOON) is None
    incident.state = IncidentState.OPEN
    session.commit()
    assert outbox.claim(session, BY_MAIL, NOON) is owed


def test_a_refusal_for_good_is_not_tried_again(session: Session, owed: OutboxMessage) -> None:
    outbox.claim(session, BY_MAIL, NOON)
    outbox.settle(owed, NotificationError("550 no", max_attempts=1), NOON)
    session.commit()
    assert (owed.state, owed.next_attempt_at) == (MessageState.FAILED, None)


def test_the_pause_that_a_receiver_asks_for_is_kept_to(
    session: Session, owed: OutboxMessage
) -> None:
    outbox.claim(session, BY_MAIL, NOON)
    pause = timedelta(minutes=7)
    outbox.settle(owed, NotificationError("HTTP 429", retry_after=pause), NOON)
    assert owed.next_attempt_at == NOON + pause


def test_only_those_are_tried_again_who_may_be_accepted_later(
    session: Session, owed: OutboxMessage
) -> None:
    outbox.claim(session, BY_MAIL, NOON)
    failure = RecipientsError({"gone@example.org": "550 no"}, {"full@example.org": "452 full"}, 1)
    outbox.settle(owed, failure, NOON)
    session.commit()
    assert (owed.state, owed.recipients) == (MessageState.PENDING, ["full@example.org"])
    assert owed.refused == {"gone@example.org": "550 no"}
    outbox.claim(session, BY_MAIL, after(minutes=1))
    outbox.settle(owed, RecipientsError({"full@example.org": "552 full"}, {}, 0), after(minutes=1))
    session.commit()
    assert owed.state is MessageState.SENT, "one of the three has it"
    assert list(owed.refused) == ["gone@example.org", "full@example.org"]
