"""A time axis is marked at round times of the reader's zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from airparadis.web.charts.figure import MAX_TICKS
from airparadis.web.charts.time_ticks import time_ticks

PARIS = ZoneInfo("Europe/Paris")
BEGIN = datetime(2026, 10, 22, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("span", "texts"),
    [
        (timedelta(hours=1), ["07:00", "07:10", "07:20", "07:30", "07:40", "07:50", "08:00"]),
        (timedelta(hours=6), ["07:00", "08:00", "09:00", "10:00", "11:00", "12:00", "13:00"]),
        (timedelta(days=1), ["08:00", "12:00", "16:00", "20:00", "00:00", "04:00"]),
        (timedelta(days=6), ["23 Oct", "24 Oct", "25 Oct", "26 Oct", "27 Oct", "28 Oct"]),
        (timedelta(days=30), ["29 Oct", "5 Nov", "12 Nov", "19 Nov"]),
    ],
)
def test_ticks_are_round(app: Flask, span: timedelta, texts: list[str]) -> None:
    with app.test_request_context(headers={"Cookie": "timezone=Europe/Paris"}):
        assert [tick.text for tick in time_ticks(BEGIN, span, PARIS)] == texts


def test_days_begin_at_midnight_though_a_clock_is_turned_back(app: Flask) -> None:
    with app.test_request_context(headers={"Cookie": "timezone=Europe/Paris"}):
        ticks = time_ticks(datetime(2026, 10, 23, 22, tzinfo=UTC), timedelta(days=4), PARIS)
    days = [tick.at * 4 / 100 for tick in ticks]
    assert days == pytest.approx([0, 1, 2 + 1 / 24, 3 + 1 / 24])
    assert ticks[0].anchor == "start"


@given(st.integers(0, 10**6), st.integers(1, 504 * 24))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_ticks_are_few_in_order_and_within_the_axis(app: Flask, minutes: int, hours: int) -> None:
    start = BEGIN + timedelta(minutes=minutes)
    with app.test_request_context():
        ticks = time_ticks(start, timedelta(hours=hours), PARIS)
    assert len(ticks) <= MAX_TICKS + 2
    positions = [tick.at for tick in ticks]
    assert positions == sorted(set(positions))
    assert all(0 <= position <= 100 for position in positions)
    assert ticks or hours < 72, "days are marked unless none begins"
