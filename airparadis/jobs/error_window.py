"""One pass of the monitor: check the error window, then send what is owed."""

import logging
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import OutboxMessage
from airparadis.domain.incidents.incident import AlertPolicy, Notice
from airparadis.domain.messages.outbox import MessageState, Route
from airparadis.domain.messages.quiet_hours import QuietHours, merge_notices
from airparadis.lib.errors import NotificationError, RecipientsError
from airparadis.notify.event_log import log_alert, log_notification, log_resolved
from airparadis.notify.notifier import Notifier, Sender, hears_of
from airparadis.services.incidents import incidents, listing
from airparadis.services.incidents.alert_rule import current_policy
from airparadis.services.incidents.incidents import IncidentUpdate
from airparadis.services.messages import outbox

_logger = logging.getLogger(__name__)
MAX_BROKEN = 3
"""Attempts at a message that our own code cannot send."""

MAX_MESSAGES = 20
"""Maximum in one pass; the next one begins where this one stops."""


def run_once(
    session: Session,
    policy: AlertPolicy,
    notifiers: Sequence[Notifier],
    now: datetime,
    quiet: QuietHours | None = None,
    others: Sequence[Sender] = (),
) -> None:
    """Check and notify. An incident and its message are committed before anybody is notified.

    Args:
        session: used and committed.
        policy: the settings' rule; one that an administrator stored overrules it.
        notifiers: the ways to notify; without any, the log line has to do.
        now: the time of the pass.
        quiet: when messages are held back.
        others: what sends messages about no incident.
    """
    _check(session, policy, notifiers, now, quiet)
    ways: dict[Route, Sender] = {sender.route: sender for sender in (*notifiers, *others)}
    routes = list(ways)
    for _ in range(MAX_MESSAGES):
        if not ways or not _deliver_one(session, ways, now, quiet):
            break
    _give_up(session, routes, now)


def _check(
    session: Session,
    default: AlertPolicy,
    notifiers: Sequence[Notifier],
    now: datetime,
    quiet: QuietHours | None,
) -> None:
    policy = current_policy(session, default)
    check = partial(incidents.check_error_window, session, policy, now)
    bring_in_line(session, check, notifiers, now, quiet)


def bring_in_line(
    session: Session,
    check: Callable[[], IncidentUpdate | None],
    notifiers: Sequence[Notifier],
    now: datetime,
    quiet: QuietHours | None,
) -> IncidentUpdate | None:
    """Commit what a check did to an incident, together with the messages about it.

    Returns:
        What it did; None if there is no incident, or another process has opened it just now.
    """
    try:
        change = check()
        if change and notifiers:
            _tell(session, change, notifiers, now, quiet)
        session.commit()
    except IntegrityError:  # another process has opened it in this very moment
        session.rollback()
        return None
    if change and change.has_opened:
        log_alert(change.incident)
    if change and change.has_resolved:
        log_resolved(change.incident)
    return change


def _tell(
    session: Session,
    change: IncidentUpdate,
    notifiers: Sequence[Notifier],
    now: datetime,
    quiet: QuietHours | None,
) -> None:
    """Write one message for each way: each is tried, and fails, on its own.

    What quiet hours held back is written anew, with what has come since, when there is more to
    say, and when it may leave.
    """
    incident = change.incident
    hold = quiet.hold_until(now, incident.report_count) if quiet else None
    if hold and change.notice is None:
        return
    held = outbox.take_back(session, incident)
    notice = merge_notices(held, change.notice) if change.notice else held
    if notice is None:
        return
    predictions = listing.reported_predictions(session, incident)
    for notifier in notifiers:
        if not hears_of(notifier, incident):
            continue
        draft = notifier.compose(notice, incident, predictions)
        outbox.enqueue(session, incident, notice, draft, now, hold)


def _deliver_one(
    session: Session, ways: dict[Route, Sender], now: datetime, quiet: QuietHours | None
) -> bool:
    """Send the next message; False when none is due. A way that fails gets a rest."""
    message = outbox.claim(session, ways.keys(), now)
    session.commit()  # no transaction may wait on a mail server
    if message is None:
        return False
    failure = _send(ways[message.route], message)
    if failure is not None and not isinstance(failure, RecipientsError):
        del ways[message.route]
    begin_write(session)
    outbox.settle(message, failure, now, None if message.notice is Notice.ACCOUNT else quiet)
    if message.incident and message.state is not MessageState.PENDING:
        incidents.record_delivery(message.incident, message, now)
    session.commit()
    _log(message)
    return True


def _send(sender: Sender, message: OutboxMessage) -> NotificationError | None:
    """Send a message; whatever that raises is recorded against it, and stops no other."""
    try:
        sender.send(message)
    except NotificationError as failure:
        return failure
    except Exception as error:
        _logger.exception("message %s could not be sent", message.id)
        return NotificationError(type(error).__name__, max_attempts=MAX_BROKEN)
    return None


def _give_up(session: Session, routes: Collection[Route], now: datetime) -> None:
    given_up = outbox.give_up_unreachable(session, routes, now)
    for message in given_up:
        if message.incident:
            incidents.record_delivery(message.incident, message, now)
    session.commit()
    for message in given_up:
        _log(message)


def _log(message: OutboxMessage) -> None:
    log_notification(
        message.incident_id,
        message.notice,
        message.attempts,
        route=message.target or message.channel,
        error=message.last_error,
    )
