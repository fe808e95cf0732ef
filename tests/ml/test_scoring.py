"""The opinion that a tweet is counted by."""

import pytest

from airparadis.domain.predictions.label import Sentiment, class_probability
from airparadis.ml.scoring import Probabilities


@pytest.mark.parametrize(
    ("positive", "neutral", "sentiment"),
    [
        (0.1, None, Sentiment.NEGATIVE),
        (0.499, None, Sentiment.NEGATIVE),
        (0.5, None, Sentiment.POSITIVE),
        (0.1, 0.1, Sentiment.NEGATIVE),
        (0.1, 0.8, Sentiment.NEUTRAL),
        (0.9, 0.8, Sentiment.NEUTRAL),
        (0.9, 0.1, Sentiment.POSITIVE),
        (0.4, 0.3, Sentiment.NEUTRAL),
    ],
)
def test_only_an_opinion_likelier_than_not_counts(
    positive: float, neutral: float | None, sentiment: Sentiment
) -> None:
    assert Probabilities(positive, neutral).sentiment is sentiment


@pytest.mark.parametrize(
    ("positive", "neutral", "probability"),
    [(0.1, None, 0.9), (0.9, 0.2, 0.72), (0.4, 0.45, 0.33), (0.4, 0.8, 0.8)],
)
def test_a_class_of_three_is_as_likely_as_its_leaning_and_an_opinion(
    positive: float, neutral: float | None, probability: float
) -> None:
    assert class_probability(positive, neutral) == pytest.approx(probability)
