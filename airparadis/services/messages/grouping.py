"""Messages about several bursts at once: for each route, one that says what all would have said."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.db.tables import OutboxMessage
from airparadis.domain.incidents.incident import Notice
from airparadis.domain.messages.outbox import MessageState, Route

ENDS = frozenset({Notice.RESOLVED, Notice.PASSED})


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
    found = sorted(session.scalars(query), key=_severity, reverse=True)
    alerts = [message for message in found if message.notice not in ENDS]
    ends = [message for message in found if message.notice in ENDS]
    return [group for group in (alerts, ends) if len(group) > 1]


def merge(messages: Sequence[OutboxMessage], subject: str, text: str) -> None:
    """Let the first of some messages speak for all."""
    lead, *others = messages
    lead.subject, lead.text, lead.html = subject, text, None
    for message in others:
        message.state, message.next_attempt_at = MessageState.GROUPED, None
        message.grouped_with = lead.incident_id


def _severity(message: OutboxMessage) -> int:
    burst = message.incident.burst if message.incident else None
    return burst.severity if burst else 0
