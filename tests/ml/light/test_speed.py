"""Cached and bulk computations agree with plain ones, step by step."""

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airparadis.lib.memo import MAX_KEY_LENGTH, memoize
from airparadis.ml.light.linear import NEGATION_SCOPE, LinearScorer
from airparadis.ml.light.model import LightModel
from airparadis.ml.light.ngrams import NgramWeights, ngram_key
from airparadis.ml.light.scoring import LightScorer
from airparadis.ml.light.tokens import (
    OTHER_NUMBER,
    character_ngrams,
    ends_negation,
    is_negator,
    tokenise,
    words_of,
)
from airparadis.text import language
from airparadis.text.cleaning import _CONTENT as CONTENT
from airparadis.text.cleaning import has_content, unescape, without_links_and_handles
from airparadis.text.language_evidence import weigh
from tests.support.models import light_weights

PIECES = (
    *("not", "Good", "bad", "n't", "don’t", "cannot", "rt", "RT", "JFK", "MY", "X", "xD", "8D"),
    *("never", "but", "the", "flight", "sooo", "PARIS", "merci", "très", "le", "vol", "ß", "Σ"),
    *(" ", "  ", "\n", "\t", "\x1c", "\u2028", "\u00a0", "\u3000", ".", "!", "?!", "...", "'"),
    *("@", "#", "@air_fr", "#NotGood", "http://t.co/x", "www.", "bit.ly/a", "a@b.com", "https"),
    *("&amp;", "&nbsp;", "&lt;3", "&#32;", "<3", ":)", ":-(", "(:", "d:", ";_;", "-", "\u200b"),
    *("😡", "👍🏽", "\u200d", "東京", "é", "e\u0301", "\u00a8", "ª", "Ǆ", "\ud800", "1", "42", "_"),
)
TWEETS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=14).map("".join)
SPACED = st.lists(st.sampled_from(PIECES[:25]), max_size=14).map(" ".join)
Score = Callable[[str], float]


@pytest.fixture(scope="module")
def model() -> LightModel:
    return LightModel(light_weights())


@pytest.fixture(scope="module")
def linear(model: LightModel) -> LinearScorer:
    return LinearScorer(model.linear)


@pytest.fixture(scope="module")
def whole(model: LightModel) -> LightScorer:
    return LightScorer(model)


@pytest.fixture(scope="module")
def reference_score(model: LightModel) -> Score:
    weights, ngrams = model.linear, model.linear.ngrams.as_dict

    def score(text: str) -> float:
        words = plain_words(text)
        ids = [weights.words.get(word, -1) for word in words]
        total, negated_until = 0.0, -1
        for position, (word, id_) in enumerate(zip(words, ids, strict=True)):
            if id_ < 0:
                total += sum(weights.characters.get(gram, 0.0) for gram in character_ngrams(word))
            else:
                total += float(weights.unigrams[id_])
            if ends_negation(word):
                negated_until = -1
            elif position <= negated_until and id_ >= 0:
                total += float(weights.negated[id_])
            if is_negator(word):
                negated_until = position + NEGATION_SCOPE
            total += sum(ngrams.get(key, 0.0) for key in ngrams_ending_at(ids, position))
        scale = math.pow(len(words) + weights.length.offset, -weights.length.exponent)
        return total * scale + weights.bias

    return score


def plain_words(text: str) -> list[str]:
    words = [word for token in tokenise(unescape(text)) for word in words_of(token)]
    return [OTHER_NUMBER if word.isdecimal() else word for word in words]


def ngrams_ending_at(ids: Sequence[int], position: int) -> list[int]:
    grams = [ids[position - size + 1 : position + 1] for size in (2, 3) if position >= size - 1]
    return [ngram_key(*gram) for gram in grams if min(gram) >= 0]


@given(text=TWEETS)
@settings(max_examples=500)
def test_words_by_chunk_are_those_of_the_whole_text(linear: LinearScorer, text: str) -> None:
    assert [word.text for word in linear.words(unescape(text))] == plain_words(text)


@given(texts=st.lists(SPACED | TWEETS, min_size=1, max_size=5))
@settings(max_examples=200)
def test_linear_scores_agree_with_the_reference(
    linear: LinearScorer, reference_score: Score, texts: list[str]
) -> None:
    tweets = [linear.words(unescape(text)) for text in texts]
    expected = [reference_score(text) for text in texts]
    assert linear.scores(tweets) == pytest.approx(expected, abs=1e-9)
    for tweet, score in zip(tweets, expected, strict=True):
        assert linear.scores([tweet]) == pytest.approx(score, abs=1e-9)
        assert sum(linear.contributions(tweet)) == pytest.approx(
            score - linear.scores([[]])[0], abs=1e-9
        )


@given(texts=st.lists(SPACED | TWEETS, min_size=1, max_size=9))
@settings(max_examples=100)
def test_a_batch_agrees_with_single_calls(whole: LightScorer, texts: list[str]) -> None:
    single = [whole.decision_function([text])[0] for text in texts]
    assert whole.decision_function(texts) == pytest.approx(single, abs=1e-6)


@given(text=TWEETS)
@settings(max_examples=500)
def test_content_by_chunk_agrees_with_the_whole_text(text: str) -> None:
    plain = CONTENT.search(without_links_and_handles(unescape(text))) is not None
    assert has_content(text) == plain


SAID = ["merci pour le vol", "où est", "QUE DES RETARDS", "SOS LES VOLS", "LAX", "(toujours", "ᾈ"]
NOISE = ["@air_france", "@é", "RT", "rt:", "http", "https.", "www", "www.!", "t.co/été", "#retards"]


@given(
    text=st.lists(TWEETS | st.sampled_from(SAID) | st.sampled_from(NOISE), max_size=6).map(" ".join)
)
@settings(max_examples=500)
def test_the_language_by_chunk_agrees_with_the_whole_text(text: str) -> None:
    assert language.detect_language(text) is _language_of_whole(text)


def _language_of_whole(text: str) -> language.Language | None:
    words = language.words(text)
    letters = "".join(words)
    others = sum(not language._is_latin(letter) for letter in letters)
    if others > 1 and others > language.NON_LATIN_SHARE * len(letters):
        return None
    weights = dict(map(weigh, words))
    if language._judge(weights) is language.Language.ENGLISH:
        return language.Language.ENGLISH
    rest = language._WORD.findall(language._LOANWORDS.sub(" ", language.clean(text)))
    return language._judge(dict(map(weigh, rest)))


def test_ngrams_are_found_among_unknown_keys() -> None:
    table = NgramWeights.of({ngram_key(3, 1): 0.5, ngram_key(1, 2, 3): -0.25})
    keys = [ngram_key(1, 2, 3), -1, 0, ngram_key(3, 1), ngram_key(3, 2), 2**62, 2**63 - 1]
    assert table.find(np.array(keys)).tolist() == [-0.25, 0, 0, 0.5, 0, 0, 0]
    assert table.scaled(2.0).as_dict == {ngram_key(3, 1): 1.0, ngram_key(1, 2, 3): -0.5}


def test_only_recent_short_texts_are_cached() -> None:
    asked: list[str] = []
    recall = memoize(lambda text: asked.append(text) or len(text), 2)  # type: ignore[func-returns-value]
    assert [recall(text) for text in ("a", "b", "a", "c", "a")] == [1] * 5
    assert asked == ["a", "b", "c"]  # "a" moved over when it was asked again
    assert [recall(text) for text in ("d", "e", "b")] == [1] * 3
    assert asked == ["a", "b", "c", "d", "e", "b"]
    long = "x" * (MAX_KEY_LENGTH + 1)
    assert recall(long) == recall(long) == len(long)
    assert asked[-2:] == [long, long]
