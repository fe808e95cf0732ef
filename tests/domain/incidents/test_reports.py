"""Peak counts of reports."""

from datetime import UTC, datetime, timedelta

import pytest

from airparadis.domain.incidents.reports import peaks
from airparadis.domain.incidents.window import Report, WindowRule

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
FIVE = timedelta(minutes=5)
STARTS = [NOON, NOON + 2 * FIVE]


def at(seconds: float, prediction_id: int) -> Report:
    return Report(prediction_id, NOON + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ([], [0, 0]),
        ([at(0, 1), at(1, 2), at(2, 3)], [3, 0]),
        ([at(0, 1), at(1, 1), at(2, 1)], [1, 0]),
        ([at(0, 1), at(10, 2), at(300, 3)], [3, 0]),
        ([at(0, 1), at(10, 2), at(301, 3)], [2, 0]),
        ([at(-10, 1), at(0, 2)], [2, 0]),
        ([at(-10, 1), at(-9, 2)], [0, 0]),
        ([at(590, 1), at(600, 2), at(601, 3)], [1, 3]),
        ([at(0, 1), at(200, 2), at(299, 1), at(310, 3)], [3, 0]),
    ],
)
def test_a_peak_counts_distinct_predictions_within_the_window(
    reports: list[Report], expected: list[int]
) -> None:
    assert peaks(reports, FIVE, STARTS) == expected


@pytest.mark.parametrize("last", [300, 301])
def test_a_peak_reaches_the_threshold_exactly_when_the_rule_trips(last: int) -> None:
    reports = [at(0, 1), at(100, 2), at(last, 3)]
    trips = WindowRule(3, FIVE).first_trip(reports) is not None
    assert (max(peaks(reports, FIVE, STARTS)) >= 3) == trips
