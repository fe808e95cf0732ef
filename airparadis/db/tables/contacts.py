"""The tables of contact points and routes: whom messages leave for, and which."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from airparadis.db.base import Base, value_enum
from airparadis.domain.messages.outbox import Channel
from airparadis.domain.messages.routing import Contact, Rule, Topic


class ContactPoint(Base):
    """An address that administrators entered; without any, the environment's hold."""

    __tablename__ = "contact_point"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    channel: Mapped[Channel] = mapped_column(value_enum(Channel))
    address: Mapped[str] = mapped_column(Text)
    """Mail addresses separated by ", "; or a URL, which no page shows."""
    secret: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Signs what is posted to a webhook."""
    updated_at: Mapped[datetime]
    updated_by: Mapped[str] = mapped_column(String(254))

    routes: Mapped[list["AlertRoute"]] = relationship(
        order_by="AlertRoute.id", cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def contact(self) -> Contact:
        """The same as rules take it."""
        rules = tuple(route.rule for route in self.routes)
        return Contact(self.id, self.name, self.channel, self.address, self.secret, rules)


class AlertRoute(Base):
    """A condition under which a contact point hears of something."""

    __tablename__ = "alert_route"

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact_point.id"), index=True)
    topic: Mapped[Topic | None] = mapped_column(value_enum(Topic))
    """None: any."""
    stream_id: Mapped[int | None] = mapped_column(ForeignKey("stream.id"), index=True)
    """None: any; goes with its stream."""
    min_severity: Mapped[int] = mapped_column(default=0, server_default="0")

    @property
    def rule(self) -> Rule:
        """The same as a rule."""
        return Rule(self.topic, self.stream_id, self.min_severity)
