"""Tail probabilities of counts and shares."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from airparadis.domain.radar.tail_probability import MAX_SCORE, count_score, share_score


@pytest.mark.parametrize(("count", "mean", "spread"), [(5, 1, 0.5), (30, 10, 0.05), (1, 4, 2)])
def test_a_count_scores_the_tail_of_a_negative_binomial(
    count: int, mean: float, spread: float
) -> None:
    size = 1 / spread
    tail = stats.nbinom.sf(count - 1, size, size / (size + mean))
    score = count_score(np.array([float(count)]), np.array([mean]), np.array([spread]))
    assert score[0] == pytest.approx(-np.log10(tail))


def test_a_share_scores_the_tail_of_a_binomial_if_tweets_are_independent() -> None:
    score = share_score(np.array([14.0]), np.array([20.0]), np.array([0.4]), 0.0)
    assert score[0] == pytest.approx(-np.log10(stats.binom.sf(13, 20, 0.4)))


def test_correlated_tweets_score_less() -> None:
    counts = np.array([70.0]), np.array([100.0]), np.array([0.4])
    assert share_score(*counts, 0.02)[0] < share_score(*counts, 0.0)[0] / 2


@given(
    st.floats(0, 1e6), st.floats(0, 1e5), st.floats(0, 100), st.integers(0, 1000), st.floats(0, 1)
)
def test_scores_are_finite_and_not_negative(
    count: float, mean: float, spread: float, scored: int, share: float
) -> None:
    one = count_score(np.array([count]), np.array([mean]), np.array([spread]))[0]
    two = share_score(np.array([scored // 2.0]), np.array([float(scored)]), np.array([share]), 0.02)
    assert 0 <= one <= MAX_SCORE
    assert 0 <= two[0] <= MAX_SCORE
