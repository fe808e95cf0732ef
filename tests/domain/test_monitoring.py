from datetime import UTC, datetime, timedelta

import pytest

from airparadis.domain.monitoring import Span, Stats

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


def test_the_error_rate_is_among_voted_predictions() -> None:
    figures = Stats(
        predictions=1_000,
        unscored=200,
        negative=400,
        votes=12,
        voted_predictions=8,
        reported_errors=2,
    )
    assert figures.error_rate == 0.25
    assert figures.negative_share == 0.5


def test_without_votes_there_is_no_error_rate() -> None:
    empty = Stats(0, 0, 0, 0, 0, 0)
    assert empty.error_rate is None
    assert empty.negative_share is None
