"""Ranking for review."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airparadis.domain.review.queue import (
    RANDOM_EVERY,
    Candidate,
    Decision,
    Reason,
    consensus,
    error_chance,
    is_random_turn,
    is_test_text,
    merge_duplicates,
    novelty,
    rank,
    wants_second_opinion,
)

N, P, Z, S = Decision.NEGATIVE, Decision.POSITIVE, Decision.NEUTRAL, Decision.SKIPPED
KEYS = [f"{number:032x}" for number in range(4_000)]


def test_votes_move_the_models_own_estimate() -> None:
    sure = Candidate(1, "fine", 0.95)
    assert error_chance(sure) == pytest.approx(0.05)
    assert error_chance(Candidate(1, "fine", 0.95, wrong_votes=1)) == pytest.approx(0.525)
    assert error_chance(Candidate(1, "fine", 0.95, right_votes=1)) == pytest.approx(0.025)


@given(st.floats(0.5, 1), st.integers(0, 50), st.integers(0, 50))
def test_the_chance_of_an_error_is_a_probability(confidence: float, wrong: int, right: int) -> None:
    chance = error_chance(Candidate(1, "", confidence, wrong, right))
    assert 0 <= chance <= 1
    assert error_chance(Candidate(1, "", confidence, wrong + 1, right)) >= chance


def test_the_most_instructive_candidates_come_first() -> None:
    known = frozenset({"flight", "late", "good"})
    queue = rank(
        [
            Candidate(1, "good flight", 0.99),
            Candidate(2, "zeppelin gondola", 0.99),
            Candidate(3, "late flight", 0.55, is_uncertain=True),
            Candidate(4, "flight flight", 0.9, wrong_votes=1),
        ],
        known,
    )
    assert [(item.candidate.prediction_id, item.reason) for item in queue] == [
        (4, Reason.REPORTED),
        (3, Reason.UNCERTAIN),
        (2, Reason.NOVEL),
        (1, Reason.UNCERTAIN),
    ]


def test_near_duplicates_are_merged_into_the_most_instructive() -> None:
    queue = merge_duplicates(
        rank(
            [
                Candidate(1, "my flight AA12 was delayed again", 0.9),
                Candidate(2, "RT @x: my flight AA77 was delayed again!", 0.6, is_uncertain=True),
                Candidate(3, "the crew was kind", 0.6),
            ],
            frozenset(),
        )
    )
    assert [(item.candidate.prediction_id, item.duplicates) for item in queue] == [
        (2, (1,)),
        (3, ()),
    ]


def test_novelty_is_the_share_of_new_words() -> None:
    assert novelty("late late flight", {"late"}) == 0.5
    assert novelty("😡 12", {"late"}) == 0


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ([], None),
        ([S], None),
        ([N], N),
        ([N, S], N),
        ([N, P], None),
        ([N, P, P], P),
        ([N, P, Z], None),
    ],
)
def test_the_majority_decides(decisions: list[Decision], expected: Decision | None) -> None:
    assert consensus(decisions) is expected


def test_a_fifth_of_the_texts_is_reserved_for_testing() -> None:
    assert sum(map(is_test_text, KEYS)) / len(KEYS) == pytest.approx(0.2, abs=0.02)


def test_second_opinions_are_independent_of_the_test_set() -> None:
    asked = [key for key in KEYS if wants_second_opinion(key, 0.1)]
    assert len(asked) / len(KEYS) == pytest.approx(0.1, abs=0.02)
    assert sum(map(is_test_text, asked)) / len(asked) == pytest.approx(0.2, abs=0.06)
    assert not any(wants_second_opinion(key, 0) for key in KEYS)
    assert all(wants_second_opinion(key, 1) for key in KEYS)


def test_every_tenth_tweet_is_random() -> None:
    assert [n for n in range(25) if is_random_turn(n)] == [
        RANDOM_EVERY - 1,
        2 * RANDOM_EVERY - 1,
    ]
