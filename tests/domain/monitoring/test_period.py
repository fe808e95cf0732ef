"""Two days as a period."""

from datetime import UTC, datetime

import pytest

from airparadis.domain.monitoring.drift.period import DAY, PeriodFault, make_period

FIRST = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize("days", [0, 1, 30])
def test_the_last_day_is_part_of_it(days: int) -> None:
    assert make_period(FIRST, FIRST + days * DAY) == (FIRST, FIRST + (days + 1) * DAY)


@pytest.mark.parametrize(
    ("first", "last", "fault"),
    [
        (None, FIRST, PeriodFault.MISSING),
        (FIRST, None, PeriodFault.MISSING),
        (FIRST, FIRST - DAY, PeriodFault.ORDER),
    ],
)
def test_other_days_are_none(
    first: datetime | None, last: datetime | None, fault: PeriodFault
) -> None:
    assert make_period(first, last) is fault
