"""The domain part: detection of airline tweets, and the correction of their scores."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airparadis.ml.light.airline_domain import is_airline_tweet
from airparadis.ml.light.domain_adaptation import DomainWeights, read_domain, write_domain
from airparadis.ml.light.model import LightModel, read_model, write_model
from airparadis.ml.light.scoring import LightScorer
from airparadis.ml.light.tokens import TOPIC_WORD, tokenise, words_of
from tests.support.models import light_weights

DOMAIN = DomainWeights(
    slope=1.5,
    words={"thanks": 2.0, "good": -1.0, "!": 0.25, TOPIC_WORD: -0.125},
)
SCORER = LightScorer(LightModel(light_weights(), domain=DOMAIN))
GENERAL = LightScorer(LightModel(light_weights()))


def is_airline(text: str) -> bool:
    words = [word for token in tokenise(text) for word in words_of(token)]
    return is_airline_tweet(text, mentions_topic=TOPIC_WORD in words)


@pytest.mark.parametrize(
    "text",
    [
        "@united hi",
        "thx @AirParadis",
        "my flight",
        "the Airport!",
        "my bag is lost",
        "Crew, gate 4",
    ],
)
def test_a_tweet_to_an_airline_or_about_flying_is_an_airline_tweet(text: str) -> None:
    assert is_airline(text)


@pytest.mark.parametrize(
    "text",
    [
        "@unitedway hi",
        "hi",
        "a bag of crisps",
        "mail me@united.com",
        "fly me",
        "airless",
        "lost it",
    ],
)
def test_other_tweets_are_not(text: str) -> None:
    assert not is_airline(text)


def test_other_tweets_keep_their_general_score() -> None:
    texts = ["not good!", "thanks", ""]
    np.testing.assert_array_equal(SCORER.decision_function(texts), GENERAL.decision_function(texts))


def test_an_airline_tweet_gets_a_slope_and_word_weights() -> None:
    general = GENERAL.decision_function(["@united not good, thanks!"])[0]
    own = 2.0 + 0.25  # "good" is negated
    assert SCORER.decision_function(["@united not good, thanks!"])[0] == pytest.approx(
        1.5 * general + own
    )


@given(st.lists(st.sampled_from(["not", "good", "thanks", "!", "flight", "@delta", "bad"])))
def test_the_explanation_of_an_airline_tweet_sums_to_its_score(words: list[str]) -> None:
    text = " ".join(words)
    explanation = SCORER.explain(text)
    total = explanation.bias + sum(part.weight for part in explanation.contributions)
    assert total == pytest.approx(SCORER.decision_function([text])[0])
    if "@delta" in words:
        assert explanation.bias == pytest.approx(1.5 * 0.25)  # every word is explained


def test_all_airlines_score_the_same() -> None:
    one, other = SCORER.decision_function(["@united good!", "good! @KLM"])
    assert one == other


def test_a_domain_part_is_read_back(tmp_path: Path) -> None:
    write_model(tmp_path, LightModel(light_weights(), domain=DOMAIN))
    assert read_model(tmp_path).domain == DOMAIN


def test_a_domain_part_without_words_is_read_back(tmp_path: Path) -> None:
    empty = DomainWeights(1.0, {})
    write_domain(tmp_path, empty)
    assert read_domain(tmp_path) == empty
