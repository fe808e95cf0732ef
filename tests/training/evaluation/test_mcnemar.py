"""McNemar's test against the sum it stands for, and what it must not depend on."""

from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from training.evaluation.mcnemar import McNemar, mcnemar


def _compared(both: int, only_model: int, only_champion: int, neither: int) -> McNemar:
    pairs = [(True, True)] * both + [(True, False)] * only_model
    pairs += [(False, True)] * only_champion + [(False, False)] * neither
    model, champion = np.array(pairs, bool).reshape(-1, 2).T
    return mcnemar(model, champion)


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_only_rows_that_one_of_the_two_has_right_count(
    both: int, only_model: int, only_champion: int, neither: int
) -> None:
    found = _compared(both, only_model, only_champion, neither)
    assert (found.only_model, found.only_champion) == (only_model, only_champion)
    assert found.p_value == _compared(0, only_model, only_champion, 0).p_value
    assert found.p_value == pytest.approx(_compared(0, only_champion, only_model, 0).p_value)
    if discordant := only_model + only_champion:
        assert found.p_value == pytest.approx(binomtest(only_model, discordant).pvalue)


def test_the_p_value_is_the_binomial_tail_twice() -> None:
    tail = sum(comb(15, k) for k in range(4)) / 2**15
    assert _compared(0, 12, 3, 9).p_value == pytest.approx(2 * tail)


def test_models_that_err_alike_do_not_differ() -> None:
    assert _compared(5, 0, 0, 5) == McNemar(0, 0, 1.0)
    assert _compared(0, 7, 7, 0).p_value == pytest.approx(1)


def test_counts_of_a_real_test_part_are_no_trouble() -> None:
    assert _compared(0, 20_000, 18_000, 0).p_value < 1e-20
