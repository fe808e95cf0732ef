"""Messages about several bursts at once: for each route, one that says what all would have said."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.db.tables import Incident, OutboxMessage
from airparadis.domain.incidents.incident import Cause, IncidentState, Notice
from airparadis.domain.messages.outbox import MessageState, Route

ENDS = frozenset({Notice.RESOLVED, Notice.PASSED})


@dataclass(frozen=True, slots=True)
class GroupedWords:
    """The words of a message that speaks for several; only mails have HTML."""

    subject: str
    text: str
    html: str | None = None


def untried(
    session: Session, incidents: Collection[int], route: Route, now: datetime
) -> list[list[OutboxMessage]]:
    """Return messages of some incidents that were written just now and may leave, as groups.

    Alerts are one group, ends another; the most severe burst comes first. The caller has begun to
    write, so that nobody sends them meanwhile.
    """
    query = select(OutboxMessage).where(
        OutboxMessage.incident_id.in_(incidents),
        OutboxMessage.channel == route.channel,
        OutboxMessage.target == route.target,
        OutboxMessage.state == MessageState.PENDING,
        OutboxMessage.attempts == 0,
        OutboxMessage.created_at == now,
        OutboxMessage.next_attempt_at <= now,
    )
    return _groups(session.scalars(query.order_by(OutboxMessage.id)).all())


def held(session: Session, route: Route, now: datetime) -> list[list[OutboxMessage]]:
    """Return messages about bursts that were held back, untried, and may leave by now, as groups.

    Those of snoozed incidents go on waiting.
    """
    query = (
        select(OutboxMessage)
        .join(OutboxMessage.incident)
        .where(
            Incident.cause == Cause.BURST,
            Incident.state != IncidentState.SNOOZED,
            OutboxMessage.channel == route.channel,
            OutboxMessage.target == route.target,
            OutboxMessage.state == MessageState.PENDING,
            OutboxMessage.attempts == 0,
            OutboxMessage.next_attempt_at > OutboxMessage.created_at,
            OutboxMessage.next_attempt_at <= now,
        )
    )
    return _groups(session.scalars(query.order_by(OutboxMessage.id)).all())


def merge(messages: Sequence[OutboxMessage], words: GroupedWords, now: datetime) -> None:
    """Let the first of some messages speak for all; as one that is written now, it leaves now."""
    lead, *others = messages
    lead.subject, lead.text, lead.html = words.subject, words.text, words.html
    lead.created_at = lead.next_attempt_at = now
    for message in others:
        message.state, message.next_attempt_at = MessageState.GROUPED, None
        message.grouped_with = lead.incident_id


def _groups(messages: Sequence[OutboxMessage]) -> list[list[OutboxMessage]]:
    """Return alerts and ends, those that are several, the most severe burst first."""
    found = sorted(messages, key=_severity, reverse=True)
    alerts = [message for message in found if message.notice not in ENDS]
    ends = [message for message in found if message.notice in ENDS]
    return [group for group in (alerts, ends) if len(group) > 1]


def _severity(message: OutboxMessage) -> int:
    burst = message.incident.burst if message.incident else None
    return burst.severity if burst else 0
