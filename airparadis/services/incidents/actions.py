"""Actions of people on an incident, and taking them back; each is a line of its timeline."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from airparadis.db.tables import Incident
from airparadis.domain.incidents import life_cycle
from airparadis.domain.incidents.incident import EventKind, IncidentState
from airparadis.lib.errors import ChangedSinceError
from airparadis.services.incidents.incidents import apply_transition, find_to_change, snapshot_of


def acknowledge(session: Session, incident_id: int, actor: str, now: datetime) -> Incident:
    """Acknowledge an incident; harmless when done twice.

    Raises:
        IncidentNotFoundError: there is no such incident.
    """
    incident = find_to_change(session, incident_id)
    return apply_transition(
        incident, life_cycle.acknowledge(snapshot_of(incident), actor, now)
    ).incident


def unacknowledge(session: Session, incident_id: int, actor: str, now: datetime) -> Incident:
    """Take one's acknowledgement back, and the ownership that came with it.

    Raises:
        IncidentNotFoundError: there is no such incident.
        ChangedSinceError: it is not acknowledged, or somebody else has done so.
    """
    incident = find_to_change(session, incident_id)
    if incident.state is not IncidentState.ACKNOWLEDGED or incident.acknowledged_by != actor:
        raise ChangedSinceError
    if incident.owner == incident.acknowledged_by:
        incident.owner = None
    return apply_transition(
        incident, life_cycle.unacknowledge(snapshot_of(incident), actor, now)
    ).incident


def snooze(
    session: Session, incident_id: int, actor: str, span: timedelta, now: datetime
) -> Incident:
    """Mute the incident for a while; harmless when done twice.

    Raises:
        IncidentNotFoundError: there is no such incident.
    """
    incident = find_to_change(session, incident_id)
    return apply_transition(
        incident, life_cycle.snooze(snapshot_of(incident), actor, span, now)
    ).incident


def unsnooze(session: Session, incident_id: int, actor: str, now: datetime) -> Incident:
    """Take one's snooze back: the incident is what it was before.

    Raises:
        IncidentNotFoundError: there is no such incident.
        ChangedSinceError: it is not snoozed, or somebody else has done so.
    """
    incident = find_to_change(session, incident_id)
    snoozes = [event for event in incident.events if event.kind is EventKind.SNOOZED]
    is_own = snoozes and snoozes[-1].actor == actor
    if incident.state is not IncidentState.SNOOZED or not is_own:
        raise ChangedSinceError
    back = life_cycle.unsnooze(snapshot_of(incident), snoozes[-1].detail, actor, now)
    return apply_transition(incident, back).incident
