"""Figures about errors."""

from datetime import UTC, datetime, timedelta

import pytest

from airparadis.domain.monitoring.figures import Span, Stats, wilson_interval

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("span", "length"),
    [
        (Span.HOUR, timedelta(hours=1)),
        (Span.DAY, timedelta(days=1)),
        (Span.WEEK, timedelta(days=7)),
        (Span.MONTH, timedelta(days=30)),
    ],
)
def test_a_span_begins_its_length_ago(span: Span, length: timedelta) -> None:
    assert span.since(NOW) == NOW - length


def test_all_time_has_no_beginning() -> None:
    assert Span.ALL.since(NOW) is None


def test_the_error_rate_counts_voted_predictions_only() -> None:
    found = Stats(
        predictions=1_000,
        unscored_empty=150,
        unscored_language=50,
        negative=400,
        votes=12,
        voted_predictions=8,
        reported_errors=2,
    )
    assert found.error_rate == 0.25
    assert found.negative_share == 0.5
    assert found.votes_outstanding == 992


def test_without_votes_there_is_no_error_rate() -> None:
    empty = Stats(0, 0, 0, 0, 0, 0, 0)
    assert empty.error_rate is None
    assert empty.error_interval is None
    assert empty.negative_share is None
    assert empty.expected_accuracy is None


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [  # Newcombe 1998, Statistics in Medicine 17, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval_agrees_with_the_published_table(
    hits: int, trials: int, low: float, high: float
) -> None:
    found = wilson_interval(hits, trials)
    assert found is not None
    assert [found.low, found.high] == pytest.approx([low, high], abs=5e-5)


@pytest.mark.parametrize("trials", [1, 2, 10, 1_000])
def test_wilsons_interval_stays_between_0_and_1(trials: int) -> None:
    for hits in (0, trials):
        found = wilson_interval(hits, trials)
        assert found is not None
        assert 0 <= found.low <= hits / trials <= found.high <= 1
        assert found.low < found.high
