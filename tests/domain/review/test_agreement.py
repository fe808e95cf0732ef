"""Agreement between two reviewers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from airparadis.domain.review.agreement import agreement

PAIRS = st.lists(st.tuples(st.sampled_from("npz"), st.sampled_from("npz")), min_size=1)


def test_cohens_kappa_of_a_worked_example() -> None:
    """Check .70 observed and .50 by chance: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no."""
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    found = agreement(pairs)
    assert (found.pairs, found.alike) == (50, 35)
    assert found.kappa == pytest.approx(0.4)


@given(PAIRS)
def test_kappa_agrees_with_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    found = agreement(pairs)
    if len({label for pair in pairs for label in pair}) == 1:
        assert found.kappa is None
    else:
        assert found.kappa == pytest.approx(cohen_kappa_score(*zip(*pairs, strict=True)))


def test_no_pairs_have_no_agreement() -> None:
    assert agreement([]).kappa is None
