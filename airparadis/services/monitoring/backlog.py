"""Counts of open incidents and of messages by state."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from airparadis.db.tables import Incident, OutboxMessage
from airparadis.domain.incidents.incident import IncidentState
from airparadis.domain.messages.outbox import MessageState


@dataclass(frozen=True, slots=True)
class Backlog:
    """Unresolved incidents and messages in every state, zeros included."""

    incidents: Mapping[IncidentState, int]
    messages: Mapping[MessageState, int]


def read(session: Session) -> Backlog:
    """Count in the database, so that every process reports the same."""
    unresolved = (
        select(Incident.state, func.count())
        .where(Incident.state != IncidentState.RESOLVED)
        .group_by(Incident.state)
    )
    messages = select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state)
    states = [state for state in IncidentState if state is not IncidentState.RESOLVED]
    return Backlog(
        incidents=dict.fromkeys(states, 0) | dict(session.execute(unresolved).all()),
        messages=dict.fromkeys(MessageState, 0) | dict(session.execute(messages).all()),
    )
