"""Contact points and routes that administrators edit; the environment's are their first values."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import AlertRoute, ContactPoint, OutboxMessage, StoredSetting, Stream
from airparadis.domain.messages.outbox import Channel, MessageState, Route
from airparadis.domain.messages.routing import Contact, Rule, target_of
from airparadis.lib.errors import ContactError

NAME: Final = "contacts"
MAX_CONTACTS: Final = 50
MAX_ROUTES: Final = 50
MAX_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class FirstValue:
    """An address of the environment, and the route by which its messages wait."""

    name: str
    channel: Channel
    address: str = field(repr=False)
    secret: str = field(default="", repr=False)
    target: str = ""


def stored_setting(session: Session) -> StoredSetting | None:
    """Return who took the environment's contacts over, and when; None while those hold."""
    return session.get(StoredSetting, NAME, populate_existing=True)


def all_points(session: Session) -> list[ContactPoint]:
    """Return every contact point by name."""
    return list(session.scalars(select(ContactPoint).order_by(ContactPoint.name)))


def stored_contacts(session: Session) -> tuple[Contact, ...] | None:
    """Return the contacts as rules take them; None while the environment's hold."""
    if stored_setting(session) is None:
        return None
    return tuple(point.contact for point in all_points(session))


def adopt(session: Session, values: Sequence[FirstValue], actor: str, now: datetime) -> None:
    """Make the environment's addresses rows to edit; what waits for them goes on. Caller commits.

    Harmless when done twice.
    """
    begin_write(session)
    if stored_setting(session) is not None:
        return
    session.add(StoredSetting(name=NAME, value={}, updated_at=now, updated_by=actor))
    for value in values:
        point = ContactPoint(
            name=value.name,
            channel=value.channel,
            address=value.address,
            secret=value.secret,
            routes=[AlertRoute(min_severity=0)],
            updated_at=now,
            updated_by=actor,
        )
        session.add(point)
        session.flush()
        _move(session, Route(value.channel, value.target), target_of(point.name, point.id))


def reset(session: Session) -> None:
    """Let the environment's addresses hold again; the caller commits."""
    begin_write(session)
    for point in all_points(session):
        session.delete(point)
    stored = stored_setting(session)
    if stored is not None:
        session.delete(stored)


def add(
    session: Session,
    name: str,
    channel: Channel,
    address: str,
    secret: str,
    *,
    actor: str,
    now: datetime,
) -> ContactPoint:
    """Add a contact point that hears everything; the caller commits.

    Raises:
        ContactError: the name is taken or empty, or there are too many.
    """
    begin_write(session)
    if len(all_points(session)) >= MAX_CONTACTS:
        raise ContactError(f"there are already {MAX_CONTACTS} contact points", "contacts")
    point = ContactPoint(
        name=_free_name(session, name),
        channel=channel,
        address=address,
        secret=secret,
        routes=[AlertRoute(min_severity=0)],
        updated_at=now,
        updated_by=actor,
    )
    session.add(point)
    session.flush()
    return point


def change(
    session: Session,
    point: ContactPoint,
    name: str,
    address: str | None,
    secret: str | None,
    *,
    actor: str,
    now: datetime,
) -> None:
    """Change a contact point; None keeps an address or a secret. The caller commits.

    Raises:
        ContactError: the name is taken or empty.
    """
    begin_write(session)
    session.refresh(point)
    name = _free_name(session, name, point)
    _move(session, Route(point.channel, point.contact.target), target_of(name, point.id))
    point.name = name
    point.address = point.address if address is None else address
    point.secret = point.secret if secret is None else secret
    point.updated_at, point.updated_by = now, actor


def remove(session: Session, point: ContactPoint) -> None:
    """Remove a contact point and its routes; the caller commits."""
    begin_write(session)
    session.delete(point)


def add_route(session: Session, point: ContactPoint, rule: Rule) -> None:
    """Let a contact point hear of something more; the caller commits.

    Raises:
        ContactError: it has too many routes, or the stream is gone.
    """
    begin_write(session)
    session.refresh(point)
    if len(point.routes) >= MAX_ROUTES:
        raise ContactError(f"there are already {MAX_ROUTES} routes", "routes")
    if rule.stream_id is not None and session.get(Stream, rule.stream_id) is None:
        raise ContactError("there is no such stream", "stream")
    if rule not in {route.rule for route in point.routes}:
        point.routes.append(
            AlertRoute(topic=rule.topic, stream_id=rule.stream_id, min_severity=rule.min_severity)
        )


def remove_route(session: Session, point: ContactPoint, route_id: int) -> None:
    """Remove a route; harmless when done twice. The caller commits."""
    begin_write(session)
    ours = AlertRoute.contact_id == point.id
    session.execute(delete(AlertRoute).where(AlertRoute.id == route_id, ours))


def _free_name(session: Session, name: str, point: ContactPoint | None = None) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= MAX_NAME or not name.isprintable():
        raise ContactError(f"a contact point needs a name of at most {MAX_NAME} characters", "name")
    with session.no_autoflush:
        taken = session.scalar(select(ContactPoint).where(ContactPoint.name == name))
    if taken is not None and taken is not point:
        raise ContactError(f"a contact point named {name!r} already exists", "taken")
    return name


def _move(session: Session, route: Route, target: str) -> None:
    """Let what waits on a route leave on another."""
    if route.target == target:
        return
    session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.channel == route.channel,
            OutboxMessage.target == route.target,
            OutboxMessage.state == MessageState.PENDING,
        )
        .values(target=target)
        .execution_options(synchronize_session=False)
    )
