"""The schedule of the daily digest."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airparadis.domain.messages.digest import due_day, parse_time
from airparadis.domain.messages.quiet_hours import QuietHours

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
EIGHT = time(8)
FIRST, SECOND = date(2026, 6, 1), date(2026, 6, 2)


def paris(day: int, hour: int, minute: int = 0, second: int = 0, month: int = 6) -> datetime:
    return datetime(2026, month, day, hour, minute, second, tzinfo=PARIS).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (paris(1, 7, 59, 59), None),
        (paris(1, 8), FIRST),
        (paris(1, 19, 59, 59), FIRST),
        (paris(1, 20), None),
        (paris(2, 7, 59), None),
        (paris(2, 8), SECOND),
    ],
)
def test_a_digest_is_due_for_half_a_day(now: datetime, day: date | None) -> None:
    assert due_day(now, EIGHT, PARIS) == day


def test_a_late_digest_belongs_to_its_day_after_midnight() -> None:
    assert due_day(paris(2, 1), time(23, 30), PARIS) == FIRST


def test_quiet_hours_delay_a_digest_to_their_end() -> None:
    quiet = QuietHours(time(22), time(9), PARIS)
    assert due_day(paris(1, 8), EIGHT, PARIS, quiet) is None
    assert due_day(paris(1, 9), EIGHT, PARIS, quiet) == FIRST
    assert due_day(paris(1, 23), time(23), PARIS, quiet) is None
    assert due_day(paris(2, 9), time(23), PARIS, quiet) == FIRST


def test_a_skipped_or_repeated_time_is_due_once() -> None:
    half_past_two = time(2, 30)
    for midnight in (paris(28, 22, month=3), paris(24, 22, month=10)):
        due = [
            due_day(midnight + timedelta(minutes=minutes), half_past_two, PARIS)
            for minutes in range(8 * 60)
        ]
        assert len(set(due)) == 2, "not yet, then the day"
        assert due == sorted(due, key=lambda day: day is not None)


@given(
    st.integers(0, 365 * 24 * 60).map(lambda minutes: NEW_YEAR + timedelta(minutes=minutes)),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
)
def test_every_day_has_one_digest_at_any_check_times(start: datetime, at: time) -> None:
    found = [due_day(start + timedelta(hours=hours), at, PARIS) for hours in range(5 * 24)]
    days = sorted({day for day in found if day})
    assert len(days) in {5, 6}
    assert days == [days[0] + timedelta(days=place) for place in range(len(days))]


@pytest.mark.parametrize("text", ["8:00", "24:00", "08:60", "08:00:00", "noon", " 08:00", ""])
def test_other_texts_are_not_times(text: str) -> None:
    with pytest.raises(ValueError, match="such as 08:00"):
        parse_time(text)
