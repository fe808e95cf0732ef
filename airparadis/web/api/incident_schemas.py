"""What the JSON API says of incidents. The descriptions here are its public documentation."""

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
    """A line of the timeline; no actor: the scheduler."""

    at: datetime
    kind: EventKind
    actor: str | None

    @classmethod
    def of(cls, event: IncidentEvent) -> Self:
        """What the API says of a line."""
        return cls(at=event.at, kind=event.kind, actor=event.actor)


class MessageReply(BaseModel):
    """A message about an incident and what became of it."""

    channel: Channel
    target: str = Field(description="Which of several addresses, without giving it away.")
    notice: Notice
    state: MessageState
    attempts: int
    created_at: datetime
    sent_at: datetime | None
    next_attempt_at: datetime | None
    last_error: str | None

    @classmethod
    def of(cls, message: OutboxMessage) -> Self:
        """What the API says of a message."""
        return cls.model_validate(message, from_attributes=True)


class IncidentReply(BaseModel):
    """A time in which at least `threshold` distinct predictions were reported wrong within
    `window_seconds` (cause "errors"), or a stream had more tweets than usual until that long passed
    without anything unusual (cause "burst", `subject` is the stream's number)."""

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
    owner: str | None = Field(description="The account that looks after it.")
    snoozed_until: datetime | None
    resolved_at: datetime | None
    timeline: list[EventReply]
    messages: list[MessageReply]

    @classmethod
    def of(cls, incident: Incident) -> Self:
        """What the API says of a row."""
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
        """What the API says of a page."""
        items = [IncidentReply.of(incident) for incident in page.items]
        return cls(items=items, page=page.number, pages=page.last, total=page.total)
