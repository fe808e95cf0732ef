"""The tables of incidents: what happened, what was said of it, and to whom."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from airparadis.db.base import Base, value_enum
from airparadis.domain.incidents.incident import Cause, EventKind, IncidentState, Notice
from airparadis.domain.messages.outbox import Channel, MessageState, Route
from airparadis.domain.radar.enums import Signal

if TYPE_CHECKING:
    from airparadis.db.tables.radar import Stream


class Incident(Base):
    """A time in which too many predictions were reported wrong, or a stream ran hot."""

    __tablename__ = "incident"
    __table_args__ = (
        # At most one unresolved incident of a cause and subject: a second scheduler started by
        # mistake cannot open another.
        Index(
            "uq_incident_unresolved",
            "cause",
            "subject",
            unique=True,
            sqlite_where=text("state <> 'resolved'"),
            postgresql_where=text("state <> 'resolved'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cause: Mapped[Cause] = mapped_column(value_enum(Cause), default=Cause.ERRORS)
    subject: Mapped[str] = mapped_column(String(20), default="", server_default="")
    """Subject within the cause: a stream's number, empty for errors."""
    state: Mapped[IncidentState] = mapped_column(value_enum(IncidentState))
    threshold: Mapped[int]
    window_seconds: Mapped[int]
    first_report_at: Mapped[datetime]
    last_report_at: Mapped[datetime]
    report_count: Mapped[int]
    """Distinct predictions reported wrong since `first_report_at`."""
    opened_at: Mapped[datetime] = mapped_column(index=True)
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[str | None] = mapped_column(String(254))
    owner: Mapped[str | None] = mapped_column(String(254))
    """The address of the account that looks after it."""
    snoozed_until: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    alerted_at: Mapped[datetime | None]
    """Time of the latest alert, from which the repeat interval counts."""
    reminders: Mapped[int] = mapped_column(default=0, server_default="0")
    """Since the last other alert: each doubles the pause before the next."""
    announced: Mapped[bool] = mapped_column(default=False)
    """Whether the latest message said that it goes on: then its end is worth a message."""

    events: Mapped[list["IncidentEvent"]] = relationship(
        back_populates="incident", order_by="IncidentEvent.id", cascade="all, delete-orphan"
    )
    messages: Mapped[list["OutboxMessage"]] = relationship(
        back_populates="incident", order_by="OutboxMessage.id", cascade="all, delete-orphan"
    )
    burst: Mapped["Burst | None"] = relationship(
        back_populates="incident", cascade="all, delete-orphan"
    )

    @property
    def latest_messages(self) -> "list[OutboxMessage]":
        """The message written last on each way to the outside."""
        return list({message.route: message for message in self.messages}.values())


class Burst(Base):
    """The burst behind a stream's incident, at its worst so far."""

    __tablename__ = "burst"

    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), primary_key=True)
    stream_id: Mapped[int] = mapped_column(ForeignKey("stream.id"), index=True)
    signal: Mapped[Signal] = mapped_column(value_enum(Signal))
    score: Mapped[float]
    """-log10 of the probability of such a window in usual times."""
    severity: Mapped[int]
    """1 to 10 (`radar.bursts.severity`)."""
    window_seconds: Mapped[int]
    tweets: Mapped[int]
    negative: Mapped[int]
    scored: Mapped[int]
    usual_tweets: Mapped[float]
    usual_negative: Mapped[float]
    usual_share: Mapped[float]
    story: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Summary of the tweets, which outlives their texts (`radar.burst_report`)."""
    told_severity: Mapped[int] = mapped_column(default=0, server_default="0")
    """The severity of the latest message: a jump above it is worth another."""
    told_topics: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    """Topics of the messages so far."""
    updated_at: Mapped[datetime]

    incident: Mapped[Incident] = relationship(back_populates="burst")
    stream: Mapped["Stream"] = relationship()


class IncidentEvent(Base):
    """One line of an incident's timeline."""

    __tablename__ = "incident_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    at: Mapped[datetime]
    kind: Mapped[EventKind] = mapped_column(value_enum(EventKind))
    actor: Mapped[str | None] = mapped_column(String(254))
    """An account's address, "mail link", or None for the scheduler."""
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Values that the words for `kind` take in."""

    incident: Mapped[Incident] = relationship(back_populates="events")


class OutboxMessage(Base):
    """A message to the outside, written in the transaction of the event it reports."""

    __tablename__ = "outbox_message"
    __table_args__ = (Index(None, "state", "next_attempt_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incident.id"), index=True)
    channel: Mapped[Channel] = mapped_column(value_enum(Channel))
    target: Mapped[str] = mapped_column(String(80), default="")
    """Label of one of the channel's addresses, such as "Slack 3f2a9c1d"; never the address."""
    key: Mapped[str | None] = mapped_column(String(80), index=True, unique=True)
    """Names a message of which there must be only one, such as `digest-2026-06-01`."""
    notice: Mapped[Notice] = mapped_column(value_enum(Notice))
    recipients: Mapped[list[str]] = mapped_column(JSON)
    """Addresses; empty for those that the settings name at the time of sending."""
    subject: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str | None] = mapped_column(Text)
    state: Mapped[MessageState] = mapped_column(
        value_enum(MessageState), default=MessageState.PENDING
    )
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None]
    """Earliest time of the next attempt; None once it is sent or given up."""
    last_error: Mapped[str | None] = mapped_column(Text)
    refused: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default="{}")
    """Reasons of permanently refused recipients, by address."""
    reached: Mapped[int] = mapped_column(default=0, server_default="0")
    """Recipients who have it though others were refused."""
    grouped_with: Mapped[int | None]
    """The incident whose message says what this one would have said."""
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    incident: Mapped[Incident | None] = relationship(back_populates="messages")

    @property
    def is_held(self) -> bool:
        """Whether quiet hours hold it back, untried."""
        return bool(
            self.state is MessageState.PENDING
            and not self.attempts
            and self.next_attempt_at
            and self.created_at
            and self.next_attempt_at > self.created_at
        )

    @property
    def route(self) -> Route:
        """Route by which it leaves."""
        return Route(self.channel, self.target)


class StoredSetting(Base):
    """A setting that an administrator changed; it overrules the environment's."""

    __tablename__ = "stored_setting"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    updated_at: Mapped[datetime]
    updated_by: Mapped[str] = mapped_column(String(254))
