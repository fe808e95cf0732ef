"""Profiles of tweets."""

import pytest

from airparadis.domain.monitoring.drift.profile import SCORE_BINS
from airparadis.ml.profile import profile_of

TEXTS = [
    "I love the crew",
    "worst flight ever, never again with you",
    "http://t.co/x",
    "Je ne comprends pas pourquoi notre vol est encore en retard ce matin",
]


def count_unknown(text: str) -> tuple[int, int]:
    words = text.split()
    return sum(word == "crew" for word in words), len(words)


def test_only_scorable_tweets_count_and_foreign_ones_are_counted() -> None:
    profile = profile_of(TEXTS, [0.9, 0.2, 0.5, 0.5], count_unknown)
    assert (profile.scored, profile.read, profile.foreign) == (2, 2, 1)
    assert profile.confidence == pytest.approx(0.9 + 0.8)
    assert (profile.words, profile.tokens, profile.unknown_tokens) == (11, 11, 1)
    assert profile.lengths[:3] == (0, 1, 1)
    assert [profile.scores[score_bin] for score_bin in (4, 18)] == [1, 1]


def test_neutral_counts_only_where_the_model_knows_it() -> None:
    positive, neutral = [0.9, 0.2, 0.5, 0.5], [0.1, 0.5, 0.9, 0.9]
    assert profile_of(TEXTS, positive, None).neutral is None
    assert profile_of(TEXTS, positive, None, neutral=neutral).neutral == 1


def test_certain_scores_are_in_the_outermost_bins() -> None:
    scores = profile_of(TEXTS[:2], [0.0, 1.0], None).scores
    assert (scores[0], scores[SCORE_BINS - 1]) == (1, 1)
