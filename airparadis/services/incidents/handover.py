"""Owners and notes of incidents: what a colleague needs to take one over."""

from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from airparadis.db.tables import Incident, IncidentEvent
from airparadis.domain.accounts.roles import Permission
from airparadis.domain.incidents.incident import EventKind
from airparadis.lib.errors import ChangedSinceError, HandoverError
from airparadis.services.accounts.accounts import find_user
from airparadis.services.incidents.incidents import find_to_change

MAX_NOTE: Final = 2_000
"""Characters of a note."""

MAX_NOTES: Final = 500
"""Notes of an incident."""


def assign(
    session: Session, incident_id: int, owner: str | None, actor: str, now: datetime
) -> Incident:
    """Make an account the owner of an incident, or nobody; harmless when done twice.

    Raises:
        IncidentNotFoundError: there is no such incident.
        HandoverError: the account is unknown, inactive or may not act on incidents.
    """
    incident = find_to_change(session, incident_id)
    if owner is not None and not _can_own(session, owner):
        raise HandoverError("owner")
    if incident.owner != owner:
        detail = {"owner": owner, "was": incident.owner}
        incident.owner = owner
        _write(incident, EventKind.ASSIGNED, actor, now, detail)
    return incident


def assign_back(
    session: Session, incident_id: int, event_id: int, actor: str, now: datetime
) -> Incident:
    """Undo one's change of owner: the one before owns the incident again.

    Raises:
        IncidentNotFoundError: there is no such incident.
        ChangedSinceError: the owner was changed since that event, or the one before may not act on
            incidents any more.
    """
    incident = find_to_change(session, incident_id)
    changes = [event for event in incident.events if event.kind is EventKind.ASSIGNED]
    latest = changes[-1] if changes else None
    is_own = latest is not None and (latest.id, latest.actor) == (event_id, actor)
    if latest is None or not is_own or latest.detail["owner"] != incident.owner:
        raise ChangedSinceError
    before = latest.detail.get("was")
    if before is not None and not _can_own(session, before):
        raise ChangedSinceError
    incident.owner = before
    _write(incident, EventKind.ASSIGNED, actor, now, {"owner": before})
    return incident


def take(session: Session, incident: Incident, actor: str) -> None:
    """Make who acts on an incident without an owner its owner; a link in a mail owns nothing."""
    if incident.owner is None and _can_own(session, actor):
        incident.owner = actor


def add_note(
    session: Session, incident_id: int, text: str, actor: str, now: datetime
) -> IncidentEvent:
    """Add a note to the timeline; notes are never changed or removed.

    Raises:
        IncidentNotFoundError: there is no such incident.
        HandoverError: the note is empty or too long, or there are too many.
    """
    text = text.replace("\0", "").replace("\r\n", "\n").strip()
    if not text:
        raise HandoverError("empty")
    if len(text) > MAX_NOTE:
        raise HandoverError("long")
    incident = find_to_change(session, incident_id)
    notes = select(func.count()).select_from(IncidentEvent)
    notes = notes.where(
        IncidentEvent.incident_id == incident_id, IncidentEvent.kind == EventKind.NOTED
    )
    if (session.scalar(notes) or 0) >= MAX_NOTES:
        raise HandoverError("many")
    return _write(incident, EventKind.NOTED, actor, now, {"text": text})


def _can_own(session: Session, email: str) -> bool:
    user = find_user(session, email)
    return bool(user and user.is_active and user.role.may(Permission.HANDLE_INCIDENTS))


def _write(
    incident: Incident, kind: EventKind, actor: str, now: datetime, detail: dict[str, str | None]
) -> IncidentEvent:
    event = IncidentEvent(at=now, kind=kind, actor=actor, detail=detail)
    incident.events.append(event)
    return event
