"""The life of an incident: opened once per cause, repeated rarely, resolved by quiet.

Each function takes where an incident stands (`Course`) and returns a `Step`: where it stands then,
what to write on its timeline, and which message is due, if any.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from airparadis.domain.incidents.incident import (
    AlertPolicy,
    Course,
    Event,
    EventKind,
    IncidentState,
    Notice,
    Step,
)
from airparadis.domain.incidents.window import Report, distinct

SAME_SNOOZE = timedelta(minutes=1)
"""Two snoozes that end this close to each other are one button pressed twice."""


def begin(trip: Sequence[Report], now: datetime) -> Step:
    """Open an incident on the reports that tripped the rule, oldest first."""
    count = len(distinct(trip))
    course = Course(IncidentState.OPEN, trip[0].at, trip[-1].at, count)
    opened = Event(EventKind.OPENED, now, detail={"count": count})
    return Step(course, (opened,)).telling(Notice.OPENED, now)


def advance(course: Course, reports: Sequence[Report], policy: AlertPolicy, now: datetime) -> Step:
    """Look again at an incident that is not resolved.

    While snoozed it only takes in reports: it is neither heard of nor resolved, so that what comes
    in meanwhile belongs to it instead of opening another.

    Args:
        course: where it stands.
        reports: all since its first one.
        policy: when it is quiet, and how often it may be heard of.
        now: the time of the look.
    """
    step = _end_snooze(_take_in(Step(course), reports, now), now)
    if step.course.state is IncidentState.SNOOZED:
        return step
    if policy.rule.is_quiet(step.course.last_report_at, now):
        return _resolve(step, now)
    if step.course.state is IncidentState.OPEN and _may_repeat(step.course, policy, now):
        return step.telling(Notice.REMINDER, now)
    return step


def reopen(course: Course, reports: Sequence[Report], policy: AlertPolicy, now: datetime) -> Step:
    """Take up a resolved incident whose cause came back; heard of once per repeat interval."""
    damped = not _may_repeat(course, policy, now)
    course = replace(
        course,
        state=IncidentState.OPEN,
        resolved_at=None,
        acknowledged_at=None,
        acknowledged_by=None,
    )
    course = _with_reports(course, reports)
    detail = {"count": course.report_count, "damped": damped}
    step = Step(course, (Event(EventKind.REOPENED, now, detail=detail),))
    return step if damped else step.telling(Notice.REOPENED, now)


def acknowledge(course: Course, actor: str, now: datetime) -> Step:
    """Somebody is on it: no repeats. Changes nothing if it is so already, or resolved."""
    if course.state in {IncidentState.ACKNOWLEDGED, IncidentState.RESOLVED}:
        return Step(course)
    return Step(course).then(
        Event(EventKind.ACKNOWLEDGED, now, actor),
        state=IncidentState.ACKNOWLEDGED,
        acknowledged_at=now,
        acknowledged_by=actor,
        snoozed_until=None,
    )


def snooze(course: Course, actor: str, span: timedelta, now: datetime) -> Step:
    """Not a word for a while. Changes nothing if it is so already, or resolved."""
    until = now + span
    is_same = course.snoozed_until and abs(until - course.snoozed_until) < SAME_SNOOZE
    if course.state is IncidentState.RESOLVED or is_same:
        return Step(course)
    return Step(course).then(
        Event(EventKind.SNOOZED, now, actor, {"until": until.isoformat()}),
        state=IncidentState.SNOOZED,
        snoozed_until=until,
        acknowledged_at=None,
        acknowledged_by=None,
    )


def _take_in(step: Step, reports: Sequence[Report], now: datetime) -> Step:
    course = _with_reports(step.course, reports)
    if course.report_count == step.course.report_count:
        return replace(step, course=course)
    reported = Event(EventKind.REPORTED, now, detail={"count": course.report_count})
    return replace(step, course=course, events=(*step.events, reported))


def _with_reports(course: Course, reports: Sequence[Report]) -> Course:
    """Votes taken back later make an incident no smaller than it was."""
    return replace(
        course,
        report_count=max(course.report_count, len(distinct(reports))),
        last_report_at=max([course.last_report_at, *(each.at for each in reports)]),
    )


def _end_snooze(step: Step, now: datetime) -> Step:
    until = step.course.snoozed_until
    if step.course.state is not IncidentState.SNOOZED or until is None or now < until:
        return step
    ended = Event(EventKind.SNOOZE_ENDED, now)
    return step.then(ended, state=IncidentState.OPEN, snoozed_until=None)


def _resolve(step: Step, now: datetime) -> Step:
    """Tell the end only to who was told that it goes on."""
    notice = Notice.RESOLVED if step.course.announced else None
    step = step.then(
        Event(EventKind.RESOLVED, now),
        state=IncidentState.RESOLVED,
        resolved_at=now,
        announced=False,
    )
    return replace(step, notice=notice)


def _may_repeat(course: Course, policy: AlertPolicy, now: datetime) -> bool:
    if policy.repeat_after is None or course.alerted_at is None:
        return False
    return now - course.alerted_at >= policy.repeat_after
