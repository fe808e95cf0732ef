"""Quiet hours: their bounds, across midnight, on days with a clock change."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from airparadis.domain.incidents.incident import Notice
from airparadis.domain.messages.quiet_hours import QuietHours, merge_notices, parse_hours

PARIS = ZoneInfo("Europe/Paris")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def quiet(hours: str, break_at: int = 0) -> QuietHours:
    return QuietHours(*parse_hours(hours), PARIS, break_at)


@pytest.mark.parametrize(
    ("hours", "now", "until"),
    [
        ("22:00-07:00", "2026-06-01T19:59:59", None),
        ("22:00-07:00", "2026-06-01T20:00", "2026-06-02T05:00"),
        ("22:00-07:00", "2026-06-01T22:30", "2026-06-02T05:00"),  # past midnight in Paris
        ("22:00-07:00", "2026-06-02T04:59:59", "2026-06-02T05:00"),
        ("22:00-07:00", "2026-06-02T05:00", None),
        ("12:00-14:00", "2026-06-01T09:59:59", None),
        ("12:00-14:00", "2026-06-01T10:00", "2026-06-01T12:00"),
        ("12:00-14:00", "2026-06-01T12:00", None),
        # 29 March: 02:00 becomes 03:00; the night has eight hours.
        ("22:00-07:00", "2026-03-28T21:00", "2026-03-29T05:00"),
        ("02:00-02:30", "2026-03-29T01:00", "2026-03-29T01:30"),
        # 25 October: 03:00 becomes 02:00; the night has ten hours.
        ("22:00-07:00", "2026-10-24T20:00", "2026-10-25T06:00"),
        ("01:00-02:30", "2026-10-25T00:15", "2026-10-25T00:30"),
        ("01:00-02:30", "2026-10-25T01:15", None),  # the second 02:15
    ],
)
def test_notices_are_held_until_the_end(hours: str, now: str, until: str | None) -> None:
    expected = None if until is None else utc(until)
    assert quiet(hours).hold_until(utc(now)) == expected


@pytest.mark.parametrize(
    ("break_at", "reports", "held"), [(0, 999, True), (10, 9, True), (10, 10, False)]
)
def test_serious_incidents_break_quiet_hours(break_at: int, reports: int, *, held: bool) -> None:
    hold = quiet("22:00-07:00", break_at).hold_until(utc("2026-06-01T22:00"), reports)
    assert (hold is not None) is held


@pytest.mark.parametrize(
    "text", ["22-7", "22:00", "24:00-07:00", "22:60-07:00", "07:00-07:00", "22:00-07:00 "]
)
def test_malformed_hours_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="22:00-07:00"):
        parse_hours(text)


OPENED, REMINDER, REOPENED, RESOLVED, PASSED = (
    Notice.OPENED,
    Notice.REMINDER,
    Notice.REOPENED,
    Notice.RESOLVED,
    Notice.PASSED,
)


@pytest.mark.parametrize(
    ("held", "new", "merged"),
    [
        (None, OPENED, OPENED),
        (None, RESOLVED, RESOLVED),
        (OPENED, REMINDER, OPENED),
        (OPENED, RESOLVED, PASSED),
        (PASSED, REOPENED, OPENED),
        (REMINDER, REMINDER, REMINDER),
        (REMINDER, RESOLVED, RESOLVED),
        (RESOLVED, REOPENED, REOPENED),
        (REOPENED, RESOLVED, RESOLVED),
    ],
)
def test_a_held_and_a_new_notice_are_merged(
    held: Notice | None, new: Notice, merged: Notice
) -> None:
    assert merge_notices(held, new) is merged
