"""The life of an incident, step by step, on a clock of our own."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from airparadis.domain.incidents.incident import (
    AlertPolicy,
    Course,
    EventKind,
    IncidentState,
    Notice,
    Step,
)
from airparadis.domain.incidents.life_cycle import acknowledge, advance, begin, reopen, snooze
from airparadis.domain.incidents.window import Report, WindowRule

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
POLICY = AlertPolicy(WindowRule(3, timedelta(minutes=5)))
NEVER = replace(POLICY, repeat_after=None)
HOUR = timedelta(hours=1)


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def reports(*minutes: float) -> list[Report]:
    return [Report(number, after(minute)) for number, minute in enumerate(minutes)]


def kinds(step: Step) -> list[EventKind]:
    return [event.kind for event in step.events]


@pytest.fixture
def opened() -> Course:
    return begin(reports(0, 0, 0), NOON).course


def test_it_opens_with_one_message() -> None:
    step = begin(reports(0, 1, 2), after(3))
    assert (step.notice, kinds(step)) == (Notice.OPENED, [EventKind.OPENED])
    assert step.course.report_count == 3
    assert (step.course.first_report_at, step.course.last_report_at) == (NOON, after(2))
    assert step.course.alerted_at == after(3)


def test_a_further_report_is_told_on_the_timeline_only(opened: Course) -> None:
    step = advance(opened, reports(0, 0, 0, 4), POLICY, after(4))
    assert (step.notice, kinds(step)) == (None, [EventKind.REPORTED])
    assert (step.course.report_count, step.course.last_report_at) == (4, after(4))


def test_a_look_without_news_changes_nothing(opened: Course) -> None:
    assert advance(opened, reports(0, 0, 0), POLICY, after(4)) == Step(opened)


def test_votes_taken_back_make_it_no_smaller(opened: Course) -> None:
    assert advance(opened, [], POLICY, after(1)).course.report_count == 3


@pytest.mark.parametrize(
    ("minutes", "policy", "notice"),
    [
        (59.9, POLICY, None),
        (60, POLICY, Notice.REMINDER),
        (600, NEVER, None),
        (10, replace(POLICY, repeat_after=timedelta(minutes=10)), Notice.REMINDER),
    ],
)
def test_it_is_mailed_again_only_after_the_repeat_interval(
    opened: Course, minutes: float, policy: AlertPolicy, notice: Notice | None
) -> None:
    step = advance(opened, reports(0, 0, 0, minutes), policy, after(minutes))
    assert step.notice is notice
    assert step.course.alerted_at == (after(minutes) if notice else NOON)


def test_who_acknowledges_hears_no_repeats_but_the_end(opened: Course) -> None:
    course = acknowledge(opened, "ana@example.org", after(1)).course
    assert (course.acknowledged_by, course.acknowledged_at) == ("ana@example.org", after(1))
    step = advance(course, reports(0, 0, 0, 90), POLICY, after(90))
    assert step.notice is None
    assert step.course.state is IncidentState.ACKNOWLEDGED
    assert advance(step.course, [], POLICY, after(96)).notice is Notice.RESOLVED


@pytest.mark.parametrize(("minutes", "resolves"), [(5, False), (5.1, True)])
def test_a_quiet_window_resolves_it_with_one_message(
    opened: Course, minutes: float, resolves: bool
) -> None:
    step = advance(opened, reports(0, 0, 0), POLICY, after(minutes))
    assert (step.notice is Notice.RESOLVED) is resolves
    assert (step.course.state is IncidentState.RESOLVED) is resolves
    assert step.course.resolved_at == (after(minutes) if resolves else None)


@pytest.mark.parametrize(("minutes", "damping", "flaps"), [(15, None, True), (15.1, None, False)])
def test_flapping_is_a_trip_within_a_window_of_the_end(
    minutes: float, damping: timedelta | None, flaps: bool
) -> None:
    assert POLICY.is_flapping(after(10), reports(14, 14, minutes)) is flaps


def test_the_damping_span_can_be_set() -> None:
    policy = replace(POLICY, damping=timedelta())
    assert not policy.is_flapping(after(10), reports(11, 11, 11))


def test_what_flaps_is_heard_of_once_per_repeat_interval(opened: Course) -> None:
    course, heard = opened, [Notice.OPENED]
    every = reports(0, 0, 0)
    for round_ in range(1, 12):
        end = advance(course, every, POLICY, after(10 * round_ - 4))
        every = [*every, *(Report(10 * round_ + each, after(10 * round_)) for each in range(3))]
        again = reopen(end.course, every, POLICY, after(10 * round_))
        course = again.course
        heard += [notice for notice in (end.notice, again.notice) if notice]
        assert course.state is IncidentState.OPEN
    assert course.report_count == 36
    # The first end at 6 min, silence until the hour is full, its end, and so on.
    assert heard == [Notice.OPENED, Notice.RESOLVED, Notice.REOPENED, Notice.RESOLVED]


def test_a_damped_return_is_on_the_timeline(opened: Course) -> None:
    ended = advance(opened, [], POLICY, after(6)).course
    step = reopen(ended, reports(0, 0, 0, 8, 8, 8), POLICY, after(8))
    [event] = step.events
    assert (event.kind, event.detail) == (EventKind.REOPENED, {"count": 6, "damped": True})


def test_nothing_is_heard_and_nothing_ends_while_snoozed(opened: Course) -> None:
    course = snooze(opened, "ana@example.org", HOUR, after(1)).course
    for minutes in (2, 30, 60.9):
        step = advance(course, reports(0, 0, 0), POLICY, after(minutes))
        assert (step.notice, step.course.state) == (None, IncidentState.SNOOZED)


def test_a_snooze_ends_by_itself_and_the_incident_is_heard_of_again(opened: Course) -> None:
    course = snooze(opened, "ana@example.org", HOUR, after(1)).course
    step = advance(course, reports(0, 0, 0, 60), POLICY, after(61))
    assert kinds(step) == [EventKind.REPORTED, EventKind.SNOOZE_ENDED]
    assert (step.notice, step.course.state) == (Notice.REMINDER, IncidentState.OPEN)


def test_a_snooze_that_ends_in_quiet_resolves(opened: Course) -> None:
    course = snooze(opened, "ana@example.org", HOUR, after(1)).course
    step = advance(course, reports(0, 0, 0), POLICY, after(61))
    assert kinds(step) == [EventKind.SNOOZE_ENDED, EventKind.RESOLVED]
    assert step.notice is Notice.RESOLVED


def test_acting_twice_changes_nothing_more(opened: Course) -> None:
    first = acknowledge(opened, "mail link", after(1)).course
    assert acknowledge(first, "ana@example.org", after(2)) == Step(first)
    quiet = snooze(opened, "mail link", HOUR, after(1)).course
    assert snooze(quiet, "mail link", HOUR, after(1.5)) == Step(quiet)
    assert snooze(quiet, "mail link", 4 * HOUR, after(2)).course.snoozed_until == after(242)


def test_acknowledging_ends_a_snooze_and_a_snooze_an_acknowledgement(opened: Course) -> None:
    quiet = snooze(opened, "ana@example.org", HOUR, after(1)).course
    held = acknowledge(quiet, "ben@example.org", after(2)).course
    assert (held.state, held.snoozed_until) == (IncidentState.ACKNOWLEDGED, None)
    again = snooze(held, "ana@example.org", HOUR, after(3)).course
    assert (again.state, again.acknowledged_by) == (IncidentState.SNOOZED, None)


def test_a_resolved_incident_is_neither_acknowledged_nor_snoozed(opened: Course) -> None:
    ended = advance(opened, [], POLICY, after(6)).course
    assert acknowledge(ended, "a", after(7)) == Step(ended)
    assert snooze(ended, "a", HOUR, after(7)) == Step(ended)
