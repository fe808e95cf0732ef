"""The words that decided are marked within the tweet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airparadis.domain.predictions.label import Label
from airparadis.ml.contract import Contribution, Explanation
from airparadis.web.presentation.highlight import Segment, segments


def test_a_tweet_is_cut_at_the_words_that_decided() -> None:
    explanation = Explanation((Contribution(7, 12, -2.0), Contribution(0, 4, 0.7)), bias=0.1)
    assert segments("good / worst!", explanation) == [
        Segment("good", 0.7, 2),
        Segment(" / "),
        Segment("worst", -2.0, 3),
        Segment("!"),
    ]


def test_without_explanation_a_tweet_is_one_segment() -> None:
    assert segments("good", None) == [Segment("good")]


@pytest.mark.parametrize(
    ("weight", "strength", "label"),
    [
        (0.29, 0, Label.POSITIVE),
        (0.3, 1, Label.POSITIVE),
        (-0.59, 1, Label.NEGATIVE),
        (-0.6, 2, Label.NEGATIVE),
        (1.24, 2, Label.POSITIVE),
        (-1.25, 3, Label.NEGATIVE),
    ],
)
def test_strength_grows_with_the_absolute_weight(
    weight: float, strength: int, label: Label
) -> None:
    [segment] = segments("word", Explanation((Contribution(0, 4, weight),), bias=0))
    assert (segment.strength, segment.label, segment.magnitude) == (strength, label, abs(weight))


@given(st.text(min_size=1), st.lists(st.floats(-5, 5), max_size=8))
def test_the_joined_segments_are_the_tweet(text: str, weights: list[float]) -> None:
    width = max(1, len(text) // (2 * len(weights) + 1))
    parts = [
        Contribution(min(2 * at * width, len(text)), min((2 * at + 1) * width, len(text)), weight)
        for at, weight in enumerate(weights)
    ]
    assert "".join(segment.text for segment in segments(text, Explanation(tuple(parts), 0))) == text


def test_punctuation_numbers_and_function_words_are_marked_only_if_they_weigh() -> None:
    text = "my bag . AZ4 lost not 4"
    words = [(0, 2), (3, 6), (7, 8), (13, 17), (18, 21), (22, 23)]
    contributions = tuple(Contribution(start, end, -0.7) for start, end in words)
    marked = [part.text for part in segments(text, Explanation(contributions, 0)) if part.strength]
    assert marked == ["bag", "lost", "not"]
    [alone] = segments("!", Explanation((Contribution(0, 1, 0.7),), 0))
    assert alone.strength == 2
