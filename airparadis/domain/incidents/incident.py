"""Incidents: their states, policy and snapshot; `life_cycle` holds the transitions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from airparadis.domain.incidents.window import Report, WindowRule

SNOOZE_HOURS = (1, 4, 24)
"""Hours for which an incident can be muted."""


class Cause(StrEnum):
    """The cause of an incident; at most one incident of each cause is unresolved."""

    ERRORS = "errors"
    BURST = "burst"


class IncidentState(StrEnum):
    """The state of an incident."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


class EventKind(StrEnum):
    """The kind of a timeline event."""

    OPENED = "opened"
    REPORTED = "reported"
    MAIL_SENT = "mail_sent"
    MAIL_FAILED = "mail_failed"
    MESSAGE_SENT = "message_sent"
    MESSAGE_FAILED = "message_failed"
    ACKNOWLEDGED = "acknowledged"
    UNACKNOWLEDGED = "unacknowledged"
    ASSIGNED = "assigned"
    NOTED = "noted"
    SNOOZED = "snoozed"
    SNOOZE_ENDED = "snooze_ended"
    REOPENED = "reopened"
    WORSENED = "worsened"
    RESOLVED = "resolved"


class Notice(StrEnum):
    """The kind of a notification."""

    OPENED = "opened"
    REMINDER = "reminder"
    REOPENED = "reopened"
    WORSENED = "worsened"
    """An incident that goes on has become much worse, or of something else."""
    RESOLVED = "resolved"
    PASSED = "passed"
    """Opened and resolved within quiet hours."""
    DIGEST = "digest"
    """A day's figures; about no incident."""
    ACCOUNT = "account"
    """Mail to the owner of an account, about no incident."""


@dataclass(frozen=True, slots=True)
class AlertPolicy:
    """The conditions under which an incident opens, and how often it may be notified.

    `repeat_after` None: no reminders. `damping` None: one window of the rule.
    """

    rule: WindowRule
    repeat_after: timedelta | None = timedelta(hours=1)
    damping: timedelta | None = None

    def is_flapping(self, resolved_at: datetime, trip: Sequence[Report]) -> bool:
        """Return whether a trip follows a resolution so soon that it is still the same incident."""
        span = self.rule.window if self.damping is None else self.damping
        return trip[-1].at - resolved_at <= span


@dataclass(frozen=True, slots=True)
class IncidentSnapshot:
    """The state of an incident at one moment, and the last notification about it."""

    state: IncidentState
    first_report_at: datetime
    last_report_at: datetime
    report_count: int
    alerted_at: datetime | None = None
    announced: bool = False
    reminders: int = 0
    """Reminders since the last other alert; each doubles the pause before the next."""
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    snoozed_until: datetime | None = None
    resolved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A timeline event; without an actor, the scheduler caused it."""

    kind: EventKind
    at: datetime
    actor: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Transition:
    """The result of a check or an action: the new snapshot, events, and a notice if one is due."""

    snapshot: IncidentSnapshot
    events: tuple[Event, ...] = ()
    notice: Notice | None = None

    def with_event(self, event: Event, **changes: Any) -> "Transition":
        """Add an event and change some fields of the snapshot."""
        return replace(
            self, snapshot=replace(self.snapshot, **changes), events=(*self.events, event)
        )

    def with_notice(self, notice: Notice, now: datetime) -> "Transition":
        """Add a notice; the repeat interval restarts at `now`."""
        reminders = self.snapshot.reminders + 1 if notice is Notice.REMINDER else 0
        snapshot = replace(self.snapshot, alerted_at=now, announced=True, reminders=reminders)
        return replace(self, notice=notice, snapshot=snapshot)
