"""What an incident is: its states, its policy, and where it stands; `life_cycle` moves it on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from airparadis.domain.incidents.window import Report, WindowRule


class Cause(StrEnum):
    """What incidents are about; each has at most one that is not resolved."""

    ERRORS = "errors"
    BURST = "burst"


class IncidentState(StrEnum):
    """Where an incident stands."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


class EventKind(StrEnum):
    """What a line of an incident's timeline tells."""

    OPENED = "opened"
    REPORTED = "reported"
    MAIL_SENT = "mail_sent"
    MAIL_FAILED = "mail_failed"
    MESSAGE_SENT = "message_sent"
    MESSAGE_FAILED = "message_failed"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    SNOOZE_ENDED = "snooze_ended"
    REOPENED = "reopened"
    RESOLVED = "resolved"


class Notice(StrEnum):
    """What a message says of an incident."""

    OPENED = "opened"
    REMINDER = "reminder"
    REOPENED = "reopened"
    RESOLVED = "resolved"
    PASSED = "passed"
    """It opened and was resolved within quiet hours."""
    DIGEST = "digest"
    """The figures of a day: about no incident."""
    ACCOUNT = "account"
    """To the owner of an account, about no incident either."""


@dataclass(frozen=True, slots=True)
class AlertPolicy:
    """When an incident opens, and how often it may be heard of.

    `repeat_after` None: never again. `damping` None: one window of the rule.
    """

    rule: WindowRule
    repeat_after: timedelta | None = timedelta(hours=1)
    damping: timedelta | None = None

    def is_flapping(self, resolved_at: datetime, trip: Sequence[Report]) -> bool:
        """Whether a trip comes so soon after resolving that it is the same incident still."""
        span = self.rule.window if self.damping is None else self.damping
        return trip[-1].at - resolved_at <= span


@dataclass(frozen=True, slots=True)
class Course:
    """Where an incident stands, since when, and what was last said of it."""

    state: IncidentState
    first_report_at: datetime
    last_report_at: datetime
    report_count: int
    alerted_at: datetime | None = None
    announced: bool = False
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    snoozed_until: datetime | None = None
    resolved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A line for the timeline. No actor: the scheduler."""

    kind: EventKind
    at: datetime
    actor: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """What one look at an incident, or one press of a button, leads to."""

    course: Course
    events: tuple[Event, ...] = ()
    notice: Notice | None = None

    def then(self, event: Event, **changes: Any) -> "Step":
        """This step with one more event and some of the course changed."""
        return replace(self, course=replace(self.course, **changes), events=(*self.events, event))

    def telling(self, notice: Notice, now: datetime) -> "Step":
        """This step with an alert, from which the repeat interval counts anew."""
        return replace(
            self, notice=notice, course=replace(self.course, alerted_at=now, announced=True)
        )
