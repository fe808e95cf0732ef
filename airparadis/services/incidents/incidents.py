"""Incidents of wrong predictions, brought in line with the votes, and their timelines."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import (
    Incident,
    IncidentEvent,
    OutboxMessage,
)
from airparadis.domain.incidents import life_cycle
from airparadis.domain.incidents.incident import (
    AlertPolicy,
    Cause,
    Event,
    EventKind,
    IncidentSnapshot,
    IncidentState,
    Notice,
    Transition,
)
from airparadis.domain.messages.outbox import Channel, MessageState
from airparadis.lib.errors import IncidentNotFoundError
from airparadis.services.incidents.reports import wrong_reports

LOOKBACK = timedelta(days=1)
"""Time that no scheduler may run without missing a trip of the rule."""

_DELIVERED = {
    (True, True): EventKind.MAIL_SENT,
    (True, False): EventKind.MAIL_FAILED,
    (False, True): EventKind.MESSAGE_SENT,
    (False, False): EventKind.MESSAGE_FAILED,
}
SNAPSHOT_FIELDS = tuple(field.name for field in fields(IncidentSnapshot))


@dataclass(frozen=True, slots=True)
class IncidentUpdate:
    """The change that a check made to an incident."""

    incident: Incident
    notice: Notice | None
    has_opened: bool
    """Or was taken up again."""
    has_resolved: bool


def check_error_window(
    session: Session, policy: AlertPolicy, now: datetime
) -> IncidentUpdate | None:
    """Bring the incident in line with the votes.

    Without an unresolved incident, one is opened if the rule trips on reports that no earlier
    incident has dealt with; soon after the last one was resolved, that one is taken up again.

    Returns:
        The incident and the message that is due, if any; None without any incident.
    """
    begin_write(session)
    incident = _latest(session)
    if incident is None:
        return _open(session, policy, now, after=None)
    if incident.state is IncidentState.RESOLVED:
        return _open(session, policy, now, after=incident)
    reports = wrong_reports(session, incident.first_report_at)
    return apply_transition(
        incident, life_cycle.advance(snapshot_of(incident), reports, policy, now)
    )


def _latest(session: Session) -> Incident | None:
    errors = select(Incident).where(Incident.cause == Cause.ERRORS)
    latest = errors.order_by(Incident.id.desc()).limit(1).with_for_update()
    return session.scalar(latest, execution_options={"populate_existing": True})


def _open(
    session: Session, policy: AlertPolicy, now: datetime, after: Incident | None
) -> IncidentUpdate | None:
    since = now - LOOKBACK - policy.rule.window
    if after:
        since = max(since, after.last_report_at)
    trip = policy.rule.first_trip(wrong_reports(session, since, inclusive=False))
    if trip is None:
        return None
    if after and after.resolved_at and policy.is_flapping(after.resolved_at, trip):
        reports = wrong_reports(session, after.first_report_at)
        return apply_transition(after, life_cycle.reopen(snapshot_of(after), reports, policy, now))
    incident = Incident(
        threshold=policy.rule.threshold,
        window_seconds=int(policy.rule.window.total_seconds()),
        opened_at=now,
    )
    session.add(incident)
    change = apply_transition(incident, life_cycle.open_incident(trip, now))
    session.flush()
    return change


def snapshot_of(incident: Incident) -> IncidentSnapshot:
    """Return the snapshot of an incident for the life cycle."""
    return IncidentSnapshot(**{name: getattr(incident, name) for name in SNAPSHOT_FIELDS})


def apply_transition(incident: Incident, transition: Transition) -> IncidentUpdate:
    """Write down what the life cycle said."""
    for name in SNAPSHOT_FIELDS:
        setattr(incident, name, getattr(transition.snapshot, name))
    for event in transition.events:
        _write(incident, event)
    kinds = {event.kind for event in transition.events}
    has_opened = not kinds.isdisjoint({EventKind.OPENED, EventKind.REOPENED})
    return IncidentUpdate(incident, transition.notice, has_opened, EventKind.RESOLVED in kinds)


def _write(incident: Incident, event: Event) -> None:
    """Add a line to the timeline; reports that follow one another share theirs."""
    last = incident.events[-1] if incident.events else None
    if last and last.kind is event.kind is EventKind.REPORTED:
        last.at, last.detail = event.at, dict(event.detail)
        return
    incident.events.append(
        IncidentEvent(at=event.at, kind=event.kind, actor=event.actor, detail=dict(event.detail))
    )


def record_delivery(incident: Incident, message: OutboxMessage, now: datetime) -> None:
    """Put on the timeline that a message has left, or was given up."""
    kind = _DELIVERED[message.channel is Channel.MAIL, message.state is MessageState.SENT]
    detail = {"notice": message.notice.value}
    if message.channel is not Channel.MAIL:
        detail |= {"channel": message.channel.value, "target": message.target}
    _write(incident, Event(kind, now, detail=detail))


def find_to_change(session: Session, incident_id: int) -> Incident:
    """Return the incident of this number, locked until the commit.

    Raises:
        IncidentNotFoundError: there is none.
    """
    begin_write(session)
    incident = find(session, incident_id)
    session.refresh(incident, with_for_update=True)  # what another process did since, too
    return incident


def find(session: Session, incident_id: int) -> Incident:
    """The incident of this number.

    Raises:
        IncidentNotFoundError: there is none.
    """
    incident = session.get(Incident, incident_id)
    if incident is None:
        raise IncidentNotFoundError(str(incident_id))
    return incident
