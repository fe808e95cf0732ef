"""Messages to the outside: written with the event they report, sent one at a time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, Exists, exists, func, select, tuple_, update
from sqlalchemy.orm import Session, aliased

from airparadis.db.base import begin_write
from airparadis.db.tables import Incident, OutboxMessage
from airparadis.domain.incidents.incident import IncidentState, Notice
from airparadis.domain.messages.outbox import (
    LEASE,
    MAX_ATTEMPTS,
    Channel,
    MessageState,
    Route,
    retry_delay,
)
from airparadis.domain.messages.quiet_hours import QuietHours
from airparadis.lib.errors import NotificationError, RecipientsError

UNREACHABLE_AFTER = timedelta(hours=1)
MAX_RETRY_AFTER = timedelta(hours=1)
NOT_IN_SETTINGS = "its address is no longer in the settings"


@dataclass(frozen=True, slots=True)
class Draft:
    """A message ready to be sent."""

    channel: Channel
    recipients: Sequence[str]
    subject: str
    text: str
    html: str | None = None
    target: str = ""


def enqueue(
    session: Session,
    incident: Incident | None,
    notice: Notice,
    draft: Draft,
    now: datetime,
    not_before: datetime | None = None,
    key: str | None = None,
) -> OutboxMessage:
    """Write a message into the transaction of the event it reports; `not_before` holds it back.

    Raises:
        sqlalchemy.exc.IntegrityError: there is one of this `key` already.
    """
    message = OutboxMessage(
        incident=incident,
        channel=draft.channel,
        target=draft.target,
        key=key,
        notice=notice,
        recipients=list(draft.recipients),
        subject=draft.subject,
        text=draft.text,
        html=draft.html,
        next_attempt_at=not_before or now,
        created_at=now,
    )
    session.add(message)
    session.flush()
    return message


def has_key(session: Session, key: str) -> bool:
    """Return whether the one message of this key has been written."""
    return bool(session.scalar(select(exists().where(OutboxMessage.key == key))))


def take_back(session: Session, incident: Incident) -> Notice | None:
    """Remove what was held back and never tried; returns what it would have said."""
    untried = select(OutboxMessage).where(
        OutboxMessage.incident_id == incident.id,
        OutboxMessage.state == MessageState.PENDING,
        OutboxMessage.attempts == 0,
        OutboxMessage.next_attempt_at > OutboxMessage.created_at,
    )
    held = session.scalars(untried.with_for_update()).all()
    for message in held:
        session.delete(message)
    session.flush()
    return held[0].notice if held else None


def claim(session: Session, routes: Collection[Route], now: datetime) -> OutboxMessage | None:
    """Take one message that is due on one of some routes, oldest first, or None.

    The claim is a lease: another scheduler process cannot take the same message while this one
    sends it, and if this one dies, it is due again once the lease is over. Messages of one
    incident leave in order on each route, and none leaves while it is snoozed.
    """
    begin_write(session)
    due = select(OutboxMessage).where(
        OutboxMessage.state == MessageState.PENDING,
        OutboxMessage.next_attempt_at <= now,
        tuple_(OutboxMessage.channel, OutboxMessage.target).in_(routes),
        ~_has_earlier_one(),
        ~_is_snoozed(),
    )
    message = session.scalar(due.order_by(OutboxMessage.id).limit(1))
    if message is None:
        return None
    result = session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == message.id, OutboxMessage.attempts == message.attempts)
        .values(next_attempt_at=now + LEASE, attempts=OutboxMessage.attempts + 1)
        .execution_options(synchronize_session=False)
    )
    session.refresh(message)
    return message if isinstance(result, CursorResult) and result.rowcount else None


def _has_earlier_one() -> Exists:
    earlier = aliased(OutboxMessage)
    return exists().where(
        earlier.incident_id == OutboxMessage.incident_id,
        earlier.channel == OutboxMessage.channel,
        earlier.target == OutboxMessage.target,
        earlier.state == MessageState.PENDING,
        earlier.id < OutboxMessage.id,
    )


def _is_snoozed() -> Exists:
    return exists().where(
        Incident.id == OutboxMessage.incident_id, Incident.state == IncidentState.SNOOZED
    )


def settle(
    message: OutboxMessage,
    failure: NotificationError | None,
    now: datetime,
    quiet: QuietHours | None = None,
) -> None:
    """Record the outcome of an attempt; a message that failed is due again, outside quiet hours.

    Recipients who may be accepted later are the only ones of the next attempt; those who never
    will be are kept in `refused`.
    """
    message.last_error = str(failure) if failure else None
    left = MAX_ATTEMPTS if failure is None else failure.max_attempts or MAX_ATTEMPTS
    if isinstance(failure, RecipientsError):
        _keep_waiting(message, failure)
        left = MAX_ATTEMPTS if failure.waiting else 0
    if failure is None or (left == 0 and _has_reached_anybody(message)):
        message.state, message.sent_at, message.next_attempt_at = MessageState.SENT, now, None
    elif message.attempts >= left:
        message.state, message.next_attempt_at = MessageState.FAILED, None
    else:
        pause = max(retry_delay(message.attempts), failure.retry_after or timedelta())
        retry_at = now + min(pause, MAX_RETRY_AFTER)
        reports = message.incident.report_count if message.incident else 0
        held = quiet.hold_until(retry_at, reports) if quiet else None
        message.next_attempt_at = held or retry_at
    _forget_links(message)


def _keep_waiting(message: OutboxMessage, failure: RecipientsError) -> None:
    message.refused = {**message.refused, **failure.refused}
    message.reached = message.reached + failure.reached
    if failure.waiting:
        message.recipients = list(failure.waiting)


def _has_reached_anybody(message: OutboxMessage) -> bool:
    return message.reached > 0


def _forget_links(message: OutboxMessage) -> None:
    """A link in a mail to an account opens it: the copy here goes once it is of no more use."""
    if message.notice is Notice.ACCOUNT and message.state is not MessageState.PENDING:
        message.text, message.html = "", None


def give_up_unreachable(
    session: Session, routes: Collection[Route], now: datetime
) -> list[OutboxMessage]:
    """Give up what has waited for its route for `UNREACHABLE_AFTER`; the caller commits.

    An address may be gone from the settings for good; not at once, for a process with other
    settings, started by mistake, must not end what another one would send.
    """
    left = select(OutboxMessage).where(
        OutboxMessage.state == MessageState.PENDING,
        OutboxMessage.next_attempt_at <= now - UNREACHABLE_AFTER,
        tuple_(OutboxMessage.channel, OutboxMessage.target).not_in(routes),
    )
    if session.scalar(select(left.exists())) is False:
        return []  # without having taken the lock
    begin_write(session)
    found = list(session.scalars(left))
    for message in found:
        message.state, message.next_attempt_at = MessageState.FAILED, None
        message.last_error = NOT_IN_SETTINGS
        _forget_links(message)
    return found


def depth(session: Session) -> int:
    """Count the pending messages."""
    waiting = select(func.count()).where(OutboxMessage.state == MessageState.PENDING)
    return session.scalar(waiting) or 0
