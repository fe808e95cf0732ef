"""The life cycle of an incident: opened once per cause, rarely repeated, resolved by quiet.

Every function takes the current `IncidentSnapshot` and returns a `Transition`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from airparadis.domain.incidents.incident import (
    AlertPolicy,
    Event,
    EventKind,
    IncidentSnapshot,
    IncidentState,
    Notice,
    Transition,
)
from airparadis.domain.incidents.window import Report, distinct_predictions

MAX_REMINDER_PAUSE = timedelta(hours=24)
MAX_DOUBLINGS = 10
DOUBLE_PRESS = timedelta(minutes=1)
"""Two snoozes that end this close together are one button pressed twice."""


def open_incident(trip: Sequence[Report], now: datetime) -> Transition:
    """Open an incident on the reports that tripped the rule, oldest first."""
    count = len(distinct_predictions(trip))
    snapshot = IncidentSnapshot(IncidentState.OPEN, trip[0].at, trip[-1].at, count)
    opened = Event(EventKind.OPENED, now, detail={"count": count})
    return Transition(snapshot, (opened,)).with_notice(Notice.OPENED, now)


def advance(
    snapshot: IncidentSnapshot,
    reports: Sequence[Report],
    policy: AlertPolicy,
    now: datetime,
    worse: Mapping[str, Any] | None = None,
) -> Transition:
    """Update an unresolved incident.

    A snoozed incident only collects reports; it is neither notified nor resolved, so that they do
    not open another one.

    Args:
        snapshot: its current state.
        reports: all since its first one.
        policy: when it is quiet, and how often it may be notified.
        now: the time of the check.
        worse: what has become much worse since the last notice; it opens an acknowledged incident
            again.
    """
    transition = _end_snooze(_add_reports(Transition(snapshot), reports, now), now)
    if transition.snapshot.state is IncidentState.SNOOZED:
        return transition
    if policy.rule.is_quiet(transition.snapshot.last_report_at, now):
        return _resolve(transition, now)
    if worse is not None:
        return _worsen(transition, worse, now)
    if transition.snapshot.state is IncidentState.OPEN and _is_reminder_due(
        transition.snapshot, policy, now
    ):
        return transition.with_notice(Notice.REMINDER, now)
    return transition


def reopen(
    snapshot: IncidentSnapshot, reports: Sequence[Report], policy: AlertPolicy, now: datetime
) -> Transition:
    """Reopen a resolved incident whose cause is back; notify once per repeat interval."""
    damped = not _may_repeat(snapshot, policy, now)
    snapshot = replace(
        snapshot,
        state=IncidentState.OPEN,
        resolved_at=None,
        acknowledged_at=None,
        acknowledged_by=None,
    )
    snapshot = _with_reports(snapshot, reports)
    detail = {"count": snapshot.report_count, "damped": damped}
    transition = Transition(snapshot, (Event(EventKind.REOPENED, now, detail=detail),))
    return transition if damped else transition.with_notice(Notice.REOPENED, now)


def acknowledge(snapshot: IncidentSnapshot, actor: str, now: datetime) -> Transition:
    """Stop the reminders: somebody is on it. A repeated call changes nothing."""
    if snapshot.state in {IncidentState.ACKNOWLEDGED, IncidentState.RESOLVED}:
        return Transition(snapshot)
    return Transition(snapshot).with_event(
        Event(EventKind.ACKNOWLEDGED, now, actor),
        state=IncidentState.ACKNOWLEDGED,
        acknowledged_at=now,
        acknowledged_by=actor,
        snoozed_until=None,
    )


def unacknowledge(snapshot: IncidentSnapshot, actor: str, now: datetime) -> Transition:
    """Take an acknowledgement back: the incident is open again. A repeated call changes nothing."""
    if snapshot.state is not IncidentState.ACKNOWLEDGED:
        return Transition(snapshot)
    return Transition(snapshot).with_event(
        Event(EventKind.UNACKNOWLEDGED, now, actor),
        state=IncidentState.OPEN,
        acknowledged_at=None,
        acknowledged_by=None,
    )


def snooze(snapshot: IncidentSnapshot, actor: str, span: timedelta, now: datetime) -> Transition:
    """Mute an incident for some time. A repeated call changes nothing."""
    until = now + span
    is_same = snapshot.snoozed_until and abs(until - snapshot.snoozed_until) < DOUBLE_PRESS
    if snapshot.state is IncidentState.RESOLVED or is_same:
        return Transition(snapshot)
    detail = {"until": until.isoformat()}
    if snapshot.acknowledged_by and snapshot.acknowledged_at:
        at = snapshot.acknowledged_at.isoformat()
        detail |= {"acknowledged_by": snapshot.acknowledged_by, "acknowledged_at": at}
    return Transition(snapshot).with_event(
        Event(EventKind.SNOOZED, now, actor, detail),
        state=IncidentState.SNOOZED,
        snoozed_until=until,
        acknowledged_at=None,
        acknowledged_by=None,
    )


def unsnooze(
    snapshot: IncidentSnapshot, snoozed: Mapping[str, str], actor: str, now: datetime
) -> Transition:
    """Take a snooze back: the incident is open, or acknowledged as it was before.

    Args:
        snapshot: the incident; one that is not snoozed stays as it is.
        snoozed: detail of the event by which it was snoozed.
        actor: who takes it back.
        now: the time.
    """
    if snapshot.state is not IncidentState.SNOOZED:
        return Transition(snapshot)
    by, at = snoozed.get("acknowledged_by"), snoozed.get("acknowledged_at")
    return Transition(snapshot).with_event(
        Event(EventKind.SNOOZE_ENDED, now, actor),
        state=IncidentState.ACKNOWLEDGED if by else IncidentState.OPEN,
        snoozed_until=None,
        acknowledged_at=datetime.fromisoformat(at) if at else None,
        acknowledged_by=by,
    )


def _add_reports(transition: Transition, reports: Sequence[Report], now: datetime) -> Transition:
    snapshot = _with_reports(transition.snapshot, reports)
    if snapshot.report_count == transition.snapshot.report_count:
        return replace(transition, snapshot=snapshot)
    reported = Event(EventKind.REPORTED, now, detail={"count": snapshot.report_count})
    return replace(transition, snapshot=snapshot, events=(*transition.events, reported))


def _with_reports(snapshot: IncidentSnapshot, reports: Sequence[Report]) -> IncidentSnapshot:
    """Update the counts; votes withdrawn later never make an incident smaller."""
    return replace(
        snapshot,
        report_count=max(snapshot.report_count, len(distinct_predictions(reports))),
        last_report_at=max([snapshot.last_report_at, *(report.at for report in reports)]),
    )


def _end_snooze(transition: Transition, now: datetime) -> Transition:
    until = transition.snapshot.snoozed_until
    if transition.snapshot.state is not IncidentState.SNOOZED or until is None or now < until:
        return transition
    ended = Event(EventKind.SNOOZE_ENDED, now)
    return transition.with_event(ended, state=IncidentState.OPEN, snoozed_until=None)


def _resolve(transition: Transition, now: datetime) -> Transition:
    """Notify the end only if the incident, or its return, was notified."""
    notice = Notice.RESOLVED if transition.snapshot.announced else None
    transition = transition.with_event(
        Event(EventKind.RESOLVED, now),
        state=IncidentState.RESOLVED,
        resolved_at=now,
        announced=False,
    )
    return replace(transition, notice=notice)


def _worsen(transition: Transition, worse: Mapping[str, Any], now: datetime) -> Transition:
    event = Event(EventKind.WORSENED, now, detail=worse)
    return transition.with_event(
        event, state=IncidentState.OPEN, acknowledged_at=None, acknowledged_by=None
    ).with_notice(Notice.WORSENED, now)


def _is_reminder_due(snapshot: IncidentSnapshot, policy: AlertPolicy, now: datetime) -> bool:
    """Return whether to remind: ever more rarely, and only while reports come in."""
    if policy.repeat_after is None or snapshot.alerted_at is None:
        return False
    pause = policy.repeat_after * 2 ** min(snapshot.reminders, MAX_DOUBLINGS)
    pause = min(pause, max(MAX_REMINDER_PAUSE, policy.repeat_after))
    is_silent = now - snapshot.last_report_at >= policy.repeat_after
    return now - snapshot.alerted_at >= pause and not is_silent


def _may_repeat(snapshot: IncidentSnapshot, policy: AlertPolicy, now: datetime) -> bool:
    if policy.repeat_after is None or snapshot.alerted_at is None:
        return False
    return now - snapshot.alerted_at >= policy.repeat_after
