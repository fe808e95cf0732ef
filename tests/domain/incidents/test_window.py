"""The alert rule."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airparadis.domain.incidents.window import Report, WindowRule, distinct_predictions

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
RULE = WindowRule(threshold=3, window=timedelta(minutes=5))


def reports(*seconds_and_ids: tuple[float, int]) -> list[Report]:
    return [Report(number, NOON + timedelta(seconds=at)) for at, number in seconds_and_ids]


def test_three_predictions_within_five_minutes_trip() -> None:
    found = reports((0, 1), (60, 2), (120, 3))
    assert RULE.first_trip(found) == found


@pytest.mark.parametrize(("last", "trips"), [(299, True), (300, True), (301, False)])
def test_the_window_is_five_minutes_to_the_second(last: int, trips: bool) -> None:
    assert bool(RULE.first_trip(reports((0, 1), (100, 2), (last, 3)))) is trips


def test_two_predictions_do_not_trip() -> None:
    assert RULE.first_trip(reports((0, 1), (1, 2))) is None


def test_three_votes_on_one_prediction_do_not_trip() -> None:
    assert RULE.first_trip(reports((0, 1), (1, 1), (2, 1), (3, 2))) is None


def test_a_window_long_past_is_still_found() -> None:
    assert RULE.first_trip(reports((0, 1), (10, 2), (20, 3), (9_000, 4)))


def test_reports_may_come_in_any_order() -> None:
    assert RULE.first_trip(reports((120, 3), (0, 1), (60, 2))) == reports((0, 1), (60, 2), (120, 3))


def test_reports_before_the_window_are_left_out() -> None:
    found = RULE.first_trip(reports((0, 9), (301, 1), (302, 2), (303, 3)))
    assert found == reports((301, 1), (302, 2), (303, 3))


@given(
    st.lists(st.tuples(st.integers(0, 2_000), st.integers(1, 6)), max_size=25),
    st.integers(1, 5),
)
def test_it_trips_exactly_when_some_window_holds_enough_predictions(
    pairs: list[tuple[int, int]], threshold: int
) -> None:
    rule = WindowRule(threshold, timedelta(seconds=300))
    crowded = any(
        len({number for at, number in pairs if start <= at <= start + 300}) >= threshold
        for start, _ in pairs
    )
    found = rule.first_trip(reports(*pairs))
    assert (found is not None) is crowded
    if found:
        assert len(distinct_predictions(found)) == threshold
        assert found[-1].at - found[0].at <= rule.window


@pytest.mark.parametrize(("after", "quiet"), [(0, False), (300, False), (301, True)])
def test_an_incident_is_quiet_after_a_whole_window(after: int, quiet: bool) -> None:
    assert RULE.is_quiet(NOON, NOON + timedelta(seconds=after)) is quiet
