"""Usual counts follow the readers' clocks over changes to and from summer time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from airparadis.domain.radar.backtest import replay
from airparadis.domain.radar.enums import HOUR, Sensitivity
from airparadis.domain.radar.expectation import expect
from airparadis.domain.radar.local_hours import LocalHours
from airparadis.domain.radar.series import TICKS_PER_HOUR, Counts, Series
from airparadis.domain.radar.zone_hours import hour_of_week, zone_offsets

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CHANGES = {
    "Europe/Paris": ("2026-03-29T01:00Z", "2026-10-25T01:00Z"),
    "Australia/Sydney": ("2026-10-03T16:00Z", "2026-04-04T16:00Z"),
}
STANDING = {
    ("Europe/Paris", CHANGES["Europe/Paris"][0]): "Etc/GMT-1",
    ("Europe/Paris", CHANGES["Europe/Paris"][1]): "Etc/GMT-2",
    ("Australia/Sydney", CHANGES["Australia/Sydney"][0]): "Etc/GMT-10",
    ("Australia/Sydney", CHANGES["Australia/Sydney"][1]): "Etc/GMT-11",
}
"""Zones whose clocks stay as they were before the change."""

BY_HOUR = np.array(
    [1, 1, 1, 1, 1, 1, 20, 60, 60, 40, 40, 40, 40, 40, 40, 40, 40, 60, 60, 40, 20, 8, 4, 2]
)
"""Tweets of an hour of the day: mornings rise within an hour or two, as people get up."""


def lived(zone: str, change: datetime, weeks: int = 5, after: int = 15, seed: int = 1) -> Series:
    """Weeks around a change of the clocks, by people who do the same at the same local times."""
    start = (change - EPOCH) // HOUR - weeks * 168
    local = np.arange(hours := weeks * 168 + after * 24) + start + zone_offsets(zone, start, hours)
    rng = np.random.default_rng(seed)
    of_day = hour_of_week(np.arange(local[0], local[0] + hours + 2)) % 24
    tweets = rng.poisson(np.repeat(BY_HOUR[of_day] / TICKS_PER_HOUR, TICKS_PER_HOUR))
    negative = rng.binomial(tweets, 0.4)
    columns = (
        values.reshape(-1, TICKS_PER_HOUR)[local - local[0]].ravel().astype(float)
        for values in (tweets, negative)
    )
    said, angry = columns
    nobody = np.zeros_like(said)
    return Series(start, Counts(said, said, angry, nobody, nobody, nobody), zone)


def alarms(series: Series, since: datetime) -> list[str]:
    """The alarms by the clocks of the series."""
    zone, found = ZoneInfo(series.zone), replay(series, Sensitivity.BALANCED)
    return [f"{alert.at.astimezone(zone):%d %H:%M}" for alert in found if alert.at >= since]


@pytest.mark.parametrize(
    ("zone", "at"), [(zone, at) for zone, changes in CHANGES.items() for at in changes]
)
def test_a_change_of_the_clocks_raises_no_alarm_that_is_not_there_without_it(
    zone: str, at: str
) -> None:
    change = datetime.fromisoformat(at)
    without = lived(STANDING[zone, at], change)
    assert alarms(lived(zone, change), change) == alarms(without, change)


def test_without_the_clocks_mornings_would_be_alarms() -> None:
    change = datetime.fromisoformat(CHANGES["Europe/Paris"][0])
    made = lived("Europe/Paris", change)
    blind = Series(made.start, made.counts, "Etc/GMT-1")
    assert alarms(blind, change), "else the test before this one shows nothing"


def test_the_morning_after_a_change_expects_a_morning() -> None:
    change = datetime.fromisoformat(CHANGES["Europe/Paris"][0])
    series = lived("Europe/Paris", change)
    usual = expect(series).tweets.reshape(-1, TICKS_PER_HOUR).sum(axis=1)
    for day in (-2, 2):
        seven = datetime(2026, 3, 29, 7, tzinfo=ZoneInfo("Europe/Paris")) + timedelta(days=day)
        assert usual[(seven - EPOCH) // HOUR - series.start] == pytest.approx(60, rel=0.2)


@pytest.mark.parametrize("zone", [*CHANGES, "Asia/Kolkata", "UTC", "Australia/Lord_Howe"])
def test_offsets_are_those_of_each_hour(zone: str) -> None:
    start = (datetime(2026, 1, 1, 5, tzinfo=UTC) - EPOCH) // HOUR
    offsets = zone_offsets(zone, start, 366 * 24)
    for hour in range(0, 366 * 24, 7):
        moment = (EPOCH + (start + hour) * HOUR).astimezone(ZoneInfo(zone))
        assert offsets[hour] == round((moment.utcoffset() or timedelta()) / HOUR)


def test_a_skipped_hour_has_no_length_and_a_repeated_one_two() -> None:
    for at, lengths in zip(CHANGES["Europe/Paris"], ({0.0, 1.0}, {1.0, 2.0}), strict=True):
        series = lived("Europe/Paris", datetime.fromisoformat(at), weeks=1, after=1)
        hours = LocalHours.of(series)
        assert set(hours.lengths) == lengths
        assert hours.counts.tweets.sum() == series.counts.tweets.sum()
