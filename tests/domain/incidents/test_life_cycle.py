"""The life cycle of an incident, transition by transition, with a fake clock."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from airparadis.domain.incidents.incident import (
    AlertPolicy,
    EventKind,
    IncidentSnapshot,
    IncidentState,
    Notice,
    Transition,
)
from airparadis.domain.incidents.life_cycle import (
    acknowledge,
    advance,
    open_incident,
    reopen,
    snooze,
    unsnooze,
)
from airparadis.domain.incidents.window import Report, WindowRule

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
POLICY = AlertPolicy(WindowRule(3, timedelta(minutes=5)))
NEVER = replace(POLICY, repeat_after=None)
DAYS = replace(POLICY, rule=replace(POLICY.rule, window=timedelta(days=9)))
HOUR = timedelta(hours=1)


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def reports(*minutes: float) -> list[Report]:
    return [Report(number, after(minute)) for number, minute in enumerate(minutes)]


def kinds(transition: Transition) -> list[EventKind]:
    return [event.kind for event in transition.events]


@pytest.fixture
def opened() -> IncidentSnapshot:
    return open_incident(reports(0, 0, 0), NOON).snapshot


def test_an_incident_opens_with_one_notice() -> None:
    transition = open_incident(reports(0, 1, 2), after(3))
    assert (transition.notice, kinds(transition)) == (Notice.OPENED, [EventKind.OPENED])
    assert transition.snapshot.report_count == 3
    assert (transition.snapshot.first_report_at, transition.snapshot.last_report_at) == (
        NOON,
        after(2),
    )
    assert transition.snapshot.alerted_at == after(3)


def test_a_further_report_only_adds_an_event(opened: IncidentSnapshot) -> None:
    transition = advance(opened, reports(0, 0, 0, 4), POLICY, after(4))
    assert (transition.notice, kinds(transition)) == (None, [EventKind.REPORTED])
    assert (transition.snapshot.report_count, transition.snapshot.last_report_at) == (4, after(4))


def test_a_check_without_news_changes_nothing(opened: IncidentSnapshot) -> None:
    assert advance(opened, reports(0, 0, 0), POLICY, after(4)) == Transition(opened)


def test_withdrawn_votes_do_not_lower_the_count(opened: IncidentSnapshot) -> None:
    assert advance(opened, [], POLICY, after(1)).snapshot.report_count == 3


@pytest.mark.parametrize(
    ("minutes", "policy", "notice"),
    [
        (59.9, POLICY, None),
        (60, POLICY, Notice.REMINDER),
        (600, NEVER, None),
        (10, replace(POLICY, repeat_after=timedelta(minutes=10)), Notice.REMINDER),
    ],
)
def test_a_reminder_waits_for_the_repeat_interval(
    opened: IncidentSnapshot, minutes: float, policy: AlertPolicy, notice: Notice | None
) -> None:
    transition = advance(opened, reports(0, 0, 0, minutes), policy, after(minutes))
    assert transition.notice is notice
    assert transition.snapshot.alerted_at == (after(minutes) if notice else NOON)


def test_an_acknowledged_incident_gets_no_reminder_but_its_end_is_notified(
    opened: IncidentSnapshot,
) -> None:
    snapshot = acknowledge(opened, "ana@example.org", after(1)).snapshot
    assert (snapshot.acknowledged_by, snapshot.acknowledged_at) == ("ana@example.org", after(1))
    transition = advance(snapshot, reports(0, 0, 0, 90), POLICY, after(90))
    assert transition.notice is None
    assert transition.snapshot.state is IncidentState.ACKNOWLEDGED
    assert advance(transition.snapshot, [], POLICY, after(96)).notice is Notice.RESOLVED


@pytest.mark.parametrize(("minutes", "resolves"), [(5, False), (5.1, True)])
def test_a_quiet_window_resolves_with_one_notice(
    opened: IncidentSnapshot, minutes: float, resolves: bool
) -> None:
    transition = advance(opened, reports(0, 0, 0), POLICY, after(minutes))
    assert (transition.notice is Notice.RESOLVED) is resolves
    assert (transition.snapshot.state is IncidentState.RESOLVED) is resolves
    assert transition.snapshot.resolved_at == (after(minutes) if resolves else None)


@pytest.mark.parametrize(("minutes", "damping", "flaps"), [(15, None, True), (15.1, None, False)])
def test_a_trip_within_a_window_of_the_end_is_flapping(
    minutes: float, damping: timedelta | None, flaps: bool
) -> None:
    assert POLICY.is_flapping(after(10), reports(14, 14, minutes)) is flaps


def test_the_damping_span_can_be_set() -> None:
    policy = replace(POLICY, damping=timedelta())
    assert not policy.is_flapping(after(10), reports(11, 11, 11))


def test_a_flapping_incident_is_notified_once_per_repeat_interval(opened: IncidentSnapshot) -> None:
    snapshot, notices = opened, [Notice.OPENED]
    every = reports(0, 0, 0)
    for round_ in range(1, 12):
        end = advance(snapshot, every, POLICY, after(10 * round_ - 4))
        every = [*every, *(Report(10 * round_ + number, after(10 * round_)) for number in range(3))]
        again = reopen(end.snapshot, every, POLICY, after(10 * round_))
        snapshot = again.snapshot
        notices += [notice for notice in (end.notice, again.notice) if notice]
        assert snapshot.state is IncidentState.OPEN
    assert snapshot.report_count == 36
    # The first end at 6 min, silence for the rest of the hour, then the next reopening and end.
    assert notices == [Notice.OPENED, Notice.RESOLVED, Notice.REOPENED, Notice.RESOLVED]


def test_a_damped_reopening_is_an_event(opened: IncidentSnapshot) -> None:
    ended = advance(opened, [], POLICY, after(6)).snapshot
    transition = reopen(ended, reports(0, 0, 0, 8, 8, 8), POLICY, after(8))
    [event] = transition.events
    assert (event.kind, event.detail) == (EventKind.REOPENED, {"count": 6, "damped": True})


def test_a_snoozed_incident_is_neither_notified_nor_resolved(opened: IncidentSnapshot) -> None:
    snapshot = snooze(opened, "ana@example.org", HOUR, after(1)).snapshot
    for minutes in (2, 30, 60.9):
        transition = advance(snapshot, reports(0, 0, 0), POLICY, after(minutes))
        assert (transition.notice, transition.snapshot.state) == (None, IncidentState.SNOOZED)


def test_a_snooze_expires_and_reminders_resume(
    opened: IncidentSnapshot,
) -> None:
    snapshot = snooze(opened, "ana@example.org", HOUR, after(1)).snapshot
    transition = advance(snapshot, reports(0, 0, 0, 60), POLICY, after(61))
    assert kinds(transition) == [EventKind.REPORTED, EventKind.SNOOZE_ENDED]
    assert (transition.notice, transition.snapshot.state) == (Notice.REMINDER, IncidentState.OPEN)


def test_a_snooze_that_ends_in_quiet_resolves(opened: IncidentSnapshot) -> None:
    snapshot = snooze(opened, "ana@example.org", HOUR, after(1)).snapshot
    transition = advance(snapshot, reports(0, 0, 0), POLICY, after(61))
    assert kinds(transition) == [EventKind.SNOOZE_ENDED, EventKind.RESOLVED]
    assert transition.notice is Notice.RESOLVED


def test_repeated_actions_change_nothing(opened: IncidentSnapshot) -> None:
    first = acknowledge(opened, "mail link", after(1)).snapshot
    assert acknowledge(first, "ana@example.org", after(2)) == Transition(first)
    quiet = snooze(opened, "mail link", HOUR, after(1)).snapshot
    assert snooze(quiet, "mail link", HOUR, after(1.5)) == Transition(quiet)
    assert snooze(quiet, "mail link", 4 * HOUR, after(2)).snapshot.snoozed_until == after(242)


def test_acknowledging_ends_a_snooze_and_a_snooze_an_acknowledgement(
    opened: IncidentSnapshot,
) -> None:
    quiet = snooze(opened, "ana@example.org", HOUR, after(1)).snapshot
    held = acknowledge(quiet, "ben@example.org", after(2)).snapshot
    assert (held.state, held.snoozed_until) == (IncidentState.ACKNOWLEDGED, None)
    again = snooze(held, "ana@example.org", HOUR, after(3)).snapshot
    assert (again.state, again.acknowledged_by) == (IncidentState.SNOOZED, None)


@pytest.mark.parametrize("is_held", [True, False])
def test_a_snooze_taken_back_leaves_what_was_before(
    opened: IncidentSnapshot, is_held: bool
) -> None:
    before = acknowledge(opened, "ben@example.org", after(1)).snapshot if is_held else opened
    snoozed = snooze(before, "ana@example.org", HOUR, after(2))
    back = unsnooze(snoozed.snapshot, snoozed.events[-1].detail, "ana@example.org", after(3))
    assert back.snapshot == before
    assert kinds(back) == [EventKind.SNOOZE_ENDED]
    assert unsnooze(before, {}, "ana@example.org", after(4)) == Transition(before)


def test_a_resolved_incident_is_neither_acknowledged_nor_snoozed(opened: IncidentSnapshot) -> None:
    ended = advance(opened, [], POLICY, after(6)).snapshot
    assert acknowledge(ended, "a", after(7)) == Transition(ended)
    assert snooze(ended, "a", HOUR, after(7)) == Transition(ended)


def test_reminders_grow_rarer_and_end_with_silence(opened: IncidentSnapshot) -> None:
    snapshot, hours = opened, list[int]()
    for hour in range(1, 100):
        now = NOON + timedelta(hours=hour)
        reports = [Report(1, opened.first_report_at), Report(1, now)] if hour < 60 else []
        transition = advance(snapshot, reports, DAYS, now)
        snapshot = transition.snapshot
        hours += [hour] if transition.notice is Notice.REMINDER else []
    assert hours == [1, 3, 7, 15, 31, 55]


def test_what_has_become_worse_is_told_unless_it_is_snoozed(opened: IncidentSnapshot) -> None:
    now = NOON + timedelta(minutes=1)
    acknowledged = acknowledge(opened, "lea@example.org", now).snapshot
    worse = advance(acknowledged, [], POLICY, now, {"severity": 5})
    assert (worse.notice, worse.snapshot.state) == (Notice.WORSENED, IncidentState.OPEN)
    assert worse.snapshot.acknowledged_by is None
    snoozed = snooze(opened, "lea@example.org", timedelta(hours=1), now).snapshot
    assert advance(snoozed, [], POLICY, now, {"severity": 5}).notice is None
