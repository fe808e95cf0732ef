"""Buckets of a period."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from airparadis.domain.monitoring.figures import Span
from airparadis.domain.monitoring.timeline import MAX_BUCKETS, buckets, step_of

NOW = datetime(2026, 6, 15, 10, 17, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Paris", "Asia/Kolkata", "America/St_Johns"])
@pytest.mark.parametrize("days", [0.01, 0.5, 3, 40, 400, 4_000])
def test_buckets_cover_the_span_without_gap_or_overlap(zone: str, days: float) -> None:
    since = NOW - timedelta(days=days)
    found = buckets(since, NOW, step_of(Span.ALL, since, NOW), ZoneInfo(zone))
    assert (found[0].start, found[-1].end) == (since, NOW)
    assert all(one.end == other.start for one, other in pairwise(found))
    assert all(bucket.start < bucket.end for bucket in found)
    assert len(found) <= MAX_BUCKETS


@pytest.mark.parametrize(
    ("span", "count"), [(Span.HOUR, 13), (Span.DAY, 25), (Span.WEEK, 29), (Span.MONTH, 31)]
)
def test_each_span_has_its_own_step(span: Span, count: int) -> None:
    since = span.since(NOW)
    assert since is not None
    found = buckets(since, NOW, step_of(span, since, NOW), ZoneInfo("UTC"))
    assert len(found) == count


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Europe/Paris", "America/St_Johns"])
def test_days_begin_at_the_readers_midnight(zone: str) -> None:
    found = buckets(NOW - 5 * DAY, NOW, DAY, ZoneInfo(zone))
    for bucket in found[1:]:
        local = bucket.start.astimezone(ZoneInfo(zone))
        assert (local.hour, local.minute) == (0, 0)


@pytest.mark.parametrize(
    ("day", "hours"),
    [(datetime(2026, 3, 29), 23), (datetime(2026, 10, 25), 25), (datetime(2026, 6, 1), 24)],  # noqa: DTZ001 (local days)
)
def test_the_day_on_which_the_clocks_change_is_one_bucket(day: datetime, hours: int) -> None:
    paris = ZoneInfo("Europe/Paris")
    noon = day.replace(hour=12, tzinfo=paris)
    found = buckets((noon - DAY).astimezone(UTC), (noon + DAY).astimezone(UTC), DAY, paris)
    starts_on_day = (b for b in found if b.start.astimezone(paris).date() == day.date())
    whole = next(starts_on_day)
    assert whole.end - whole.start == hours * HOUR
