"""Judging the cases of the behavioural table."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from training.evaluation.behaviour import cases, failures

INTENSIFIED = "more positive: bad flight / very bad flight"
STRETCHED = "same, writing: so baaaaad / so baaaaaaaaad"


def fails(case: str, scores: Mapping[str, float]) -> bool:
    """Score the tweets of one case, the others as undecided; say whether the case is wrong."""

    def predict_proba(texts: Sequence[str]) -> NDArray[np.float64]:
        positive = np.array([scores.get(text, 0.5) for text in texts])
        return np.column_stack([1 - positive, positive])

    return case in failures(predict_proba)


@pytest.mark.parametrize(
    ("bad", "very_bad", "is_wrong"),
    [
        (0.1, 0.05, False),
        (0.1, 0.1, True),
        (0.1, 0.105, True),
        (0.033, 0.0335, False),  # both are 97 % negative
        (0.03, 0.041, True),
        (0.049, 0.051, True),
        (0.96, 0.965, False),
    ],
)
def test_a_pair_is_in_order_unless_both_are_sure(
    bad: float, very_bad: float, is_wrong: bool
) -> None:
    assert fails(INTENSIFIED, {"bad flight": bad, "very bad flight": very_bad}) is is_wrong


@pytest.mark.parametrize(("score", "is_wrong"), [(0.3, False), (0.309, False), (0.311, True)])
def test_two_spellings_are_the_same_to_a_percent(score: float, is_wrong: bool) -> None:
    assert fails(STRETCHED, {"so baaaaad": 0.3, "so baaaaaaaaad": score}) is is_wrong


def test_every_case_has_a_name_of_its_own() -> None:
    names = [case.name for case in cases()]
    assert len(set(names)) == len(names)
