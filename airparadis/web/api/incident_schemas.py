"""JSON API schemas of incidents. The descriptions are public documentation."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field

from airparadis.db.tables import Incident, IncidentEvent, OutboxMessage
from airparadis.domain.incidents.incident import Cause, EventKind, IncidentState, Notice
from airparadis.domain.messages.outbox import Channel, MessageState
from airparadis.services.lists.keyset import NumberedPage
from airparadis.web.api.requests import Request


class IncidentsQuery(Request):
    """A page of incidents."""

    page: int = Field(1, ge=1, le=1_000_000)
    size: int = Field(20, ge=1, le=100)


class EventReply(BaseModel):
    """An event in an incident's timeline; `actor` is null for the scheduler."""

    at: datetime
    kind: EventKind
    actor: str | None

    @classmethod
    def of(cls, event: IncidentEvent) -> Self:
        """Make the reply from an event."""
        return cls(at=event.at, kind=event.kind, actor=event.actor)


class MessageReply(BaseModel):
    """A notification about an incident, and its delivery."""

    channel: Channel
    target: str = Field(description="Label of the address, without the address itself.")
    notice: Notice
    state: MessageState
    attempts: int
    created_at: datetime
    sent_at: datetime | None
    next_attempt_at: datetime | None
    last_error: str | None

    @classmethod
    def of(cls, message: OutboxMessage) -> Self:
        """Make the reply from a message."""
        return cls.model_validate(message, from_attributes=True)


class IncidentReply(BaseModel):
    """An incident. With cause "errors", at least `threshold` distinct predictions were reported
    wrong within `window_seconds`. With cause "burst", a stream (`subject` is its number) had
    unusually many tweets; it ends after `window_seconds` without anything unusual."""

    id: int
    cause: Cause
    subject: str
    state: IncidentState
    threshold: int
    window_seconds: int
    report_count: int = Field(description="Distinct predictions reported wrong, or tweets.")
    first_report_at: datetime
    last_report_at: datetime
    opened_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    owner: str | None = Field(description="Email address of the account in charge.")
    snoozed_until: datetime | None
    resolved_at: datetime | None
    timeline: list[EventReply]
    messages: list[MessageReply]

    @classmethod
    def of(cls, incident: Incident) -> Self:
        """Make the reply from an incident."""
        own = {
            name: getattr(incident, name) for name in cls.model_fields if hasattr(incident, name)
        }
        own["timeline"] = [EventReply.of(event) for event in incident.events]
        own["messages"] = [MessageReply.of(message) for message in incident.messages]
        return cls(**own)


class IncidentsReply(BaseModel):
    """A page of incidents, latest first."""

    items: list[IncidentReply]
    page: int
    pages: int
    total: int

    @classmethod
    def of(cls, page: NumberedPage[Incident]) -> Self:
        """Make the reply from a page of incidents."""
        items = [IncidentReply.of(incident) for incident in page.items]
        return cls(items=items, page=page.number, pages=page.last, total=page.total)
