"""One pass of the monitor: check the error window, then send what is owed."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from airparadis.domain.incident import AlertPolicy
from airparadis.domain.outbox import MessageState
from airparadis.errors import NotificationError
from airparadis.logs import log_alert, log_notification, log_resolved
from airparadis.models import OutboxMessage
from airparadis.notifications import Notifier
from airparadis.services import incidents, outbox
from airparadis.services.alert_rule import current_policy

MAX_MESSAGES = 20
"""In one pass: the next one begins where this one stops."""


def run_once(
    session: Session, policy: AlertPolicy, notifier: Notifier | None, now: datetime
) -> None:
    """Check and notify. An incident and its message are committed before anybody is told.

    Args:
        session: used and committed.
        policy: the settings' rule; one that an administrator stored overrules it.
        notifier: how to tell; None if mail is not configured: the log line has to do.
        now: the time of the pass.
    """
    _check(session, policy, notifier, now)
    if notifier is None:
        return
    for _ in range(MAX_MESSAGES):
        if not _deliver_one(session, notifier, now):
            break


def _check(
    session: Session, default: AlertPolicy, notifier: Notifier | None, now: datetime
) -> None:
    policy = current_policy(session, default)
    try:
        change = incidents.check_error_window(session, policy, now)
        if change and change.notice and notifier:
            predictions = incidents.reported_predictions(session, change.incident)
            draft = notifier.compose(change.notice, change.incident, predictions)
            outbox.enqueue(session, change.incident, change.notice, draft, now)
        session.commit()
    except IntegrityError:  # another process has opened it in this very moment
        session.rollback()
        return
    if change and change.has_opened:
        log_alert(change.incident)
    if change and change.has_resolved:
        log_resolved(change.incident)


def _deliver_one(session: Session, notifier: Notifier, now: datetime) -> bool:
    """Send the next message; False when none is due, or the server fails: it gets a rest."""
    message = outbox.claim(session, now)
    session.commit()  # no transaction may wait on a mail server
    if message is None:
        return False
    error = None
    try:
        notifier.send(message)
    except NotificationError as failure:
        error = str(failure)
    outbox.settle(message, error, now)
    if message.incident and message.state is not MessageState.PENDING:
        incidents.record_delivery(message.incident, message.notice, error, now)
    session.commit()
    _log(message)
    return error is None


def _log(message: OutboxMessage) -> None:
    log_notification(
        message.incident_id, message.notice, message.attempts, error=message.last_error
    )
