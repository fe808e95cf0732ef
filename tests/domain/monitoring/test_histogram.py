"""Bins and quantiles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airparadis.domain.monitoring.histogram import LATENCY_EDGES, bin_of, quantile


@pytest.mark.parametrize(
    ("value", "index"), [(0, 0), (0.99, 0), (1, 1), (1.5, 1), (2, 2), (4, 3), (100, 3)]
)
def test_a_bin_holds_its_lower_edge_but_not_its_upper(value: float, index: int) -> None:
    assert bin_of(value, (1, 2, 4)) == index


@pytest.mark.parametrize(
    ("share", "value"), [(0, 0.0), (0.25, 1.0), (0.5, 1.5), (0.75, 2.0), (1, 4.0)]
)
def test_a_quantile_is_linear_within_its_bin(share: float, value: float) -> None:
    assert quantile({0: 1, 1: 2, 2: 1}, share, (1.0, 2.0, 4.0)) == pytest.approx(value)


def test_an_empty_histogram_has_no_quantile() -> None:
    assert quantile({}, 0.5, (1.0,)) is None


@given(st.lists(st.floats(0.06, 50_000), min_size=1), st.sampled_from([0.5, 0.95, 0.99]))
def test_a_latency_quantile_is_right_to_within_a_quarter(values: list[float], share: float) -> None:
    counts: dict[int, int] = {}
    for value in values:
        index = bin_of(value, LATENCY_EDGES)
        counts[index] = counts.get(index, 0) + 1
    rank = -(-len(values) * share // 1)
    exact = sorted(values)[int(rank) - 1]
    found = quantile(counts, share, LATENCY_EDGES)
    assert found is not None
    assert exact / 1.26 <= found <= exact * 1.26
