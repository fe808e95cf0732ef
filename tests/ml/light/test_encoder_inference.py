"""The recurrent part against a plain implementation, one tweet and one step at a time."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from airparadis.ml.light.encoder_inference import recurrent_scorer
from airparadis.ml.light.linear import Word
from airparadis.ml.light.lstm_weights import MAX_WORDS, LstmWeights
from airparadis.ml.light.model import Blend, LightModel, read_model, write_model
from airparadis.ml.light.scoring import LightScorer
from airparadis.ml.light.vectors import Quantised, WordVectors, buckets
from tests.support.models import light_weights

UNITS, DIMENSIONS, N_WORDS, N_BUCKETS = 3, 4, 5, 7


def random_matrix(*shape: int) -> NDArray[np.float32]:
    rng = np.random.default_rng(sum(shape))
    return rng.normal(0, 1, shape).astype(np.float32)


def weights() -> LstmWeights:
    return LstmWeights(
        words=Quantised.of(random_matrix(N_WORDS + 1, DIMENSIONS)),
        grams=Quantised.of(random_matrix(N_BUCKETS, DIMENSIONS)),
        projection=random_matrix(DIMENSIONS, 8 * UNITS),
        bias=random_matrix(8 * UNITS),
        recurrence=random_matrix(2, UNITS, 4 * UNITS),
        output=random_matrix(4 * UNITS),
        output_bias=0.25,
    )


def word(number: int) -> Word:
    text = f"w{number}" if number >= 0 else f"unknown{-number}"
    return Word(text, max(number, -1), 0.0, 0.0, negates=False, ends_scope=False)


def sigmoid(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1 / (1 + np.exp(-x))


def reference_score(network: LstmWeights, words: list[Word]) -> float:
    words = words[:MAX_WORDS] or [Word("", -1, 0.0, 0.0, negates=False, ends_scope=False)]
    vectors = WordVectors(network.words, network.grams).of(
        [word.text for word in words], [word.id for word in words]
    )
    pooled = []
    for direction, sequence in enumerate((vectors, vectors[::-1])):
        columns = slice(direction * 4 * UNITS, (direction + 1) * 4 * UNITS)
        hidden = cell = np.zeros(UNITS)
        read = []
        for vector in sequence.astype(np.float64):
            opened = vector @ network.projection[:, columns] + network.bias[columns]
            opened = opened + hidden @ network.recurrence[direction]
            take_in, forget, give_out, new = np.split(opened, 4)
            cell = sigmoid(forget) * cell + sigmoid(take_in) * np.tanh(new)
            hidden = sigmoid(give_out) * np.tanh(cell)
            read.append(hidden)
        pooled.append((np.mean(read, axis=0), np.max(read, axis=0)))
    (mean, largest), (mean_back, largest_back) = pooled
    whole = np.concatenate([mean, mean_back, largest, largest_back])
    return float(whole @ network.output + network.output_bias)


@given(st.lists(st.lists(st.integers(-3, N_WORDS - 1), max_size=70), min_size=1, max_size=6))
@settings(max_examples=60)
def test_scores_agree_with_the_reference(tweets: list[list[int]]) -> None:
    words = [[word(number) for number in tweet] for tweet in tweets]
    expected = [reference_score(weights(), tweet) for tweet in words]
    assert recurrent_scorer(weights(), None).scores(words) == pytest.approx(expected, abs=1e-4)


def test_an_empty_batch_has_no_scores() -> None:
    assert recurrent_scorer(weights(), None).scores([]).shape == (0,)


def test_word_order_matters() -> None:
    forth, back = recurrent_scorer(weights(), None).scores([[word(0), word(1)], [word(1), word(0)]])
    assert abs(forth - back) > 1e-3


@given(st.lists(st.floats(-100, 100, width=32), min_size=DIMENSIONS, max_size=DIMENSIONS))
def test_quantised_vectors_are_within_half_a_step(values: list[float]) -> None:
    vector = np.array([values], np.float32)
    back = Quantised.of(vector).take(np.array([0]))
    assert np.abs(back - vector).max() <= np.abs(vector).max() / 127 * 0.51 + 1e-7


def test_similar_words_share_buckets() -> None:
    assert set(buckets("delayed", 10_000)) & set(buckets("delay", 10_000))
    assert buckets("!!", 10_000) == []
    assert all(0 <= bucket < 9 for bucket in buckets("caf\udce9", 9))


def test_unknown_words_differ_by_their_spelling() -> None:
    one, other, mark = WordVectors(weights().words, weights().grams).of(
        ["zig", "zag", "%"], [-1, N_WORDS + 3, -1]
    )
    assert not np.allclose(one, other)
    assert mark == pytest.approx(weights().words.take(np.array([N_WORDS]))[0])


def test_a_model_with_a_network_is_read_back(tmp_path: Path) -> None:
    model = LightModel(light_weights(), weights(), Blend(0.5, 0.75, -0.1, 2.0))
    write_model(tmp_path, model)
    read = read_model(tmp_path)
    assert read.blend == model.blend
    texts = ["not a good meal", "zzz bad", ""]
    expected = LightScorer(model).decision_function(texts)
    assert LightScorer(read).decision_function(texts) == pytest.approx(expected, abs=0.01)


def test_the_contribution_of_a_word_is_its_occlusion() -> None:
    scorer = LightScorer(LightModel(light_weights(), weights(), Blend(0.0, 1.0, 0.0, math.inf)))
    whole, without = scorer.decision_function(["not bad meal", "bad meal"])
    first = scorer.explain("not bad meal").contributions[0]
    assert (first.start, first.end) == (0, 3)
    assert first.weight == pytest.approx(whole - without, abs=1e-5)


def test_words_beyond_the_limit_are_not_explained_by_the_network() -> None:
    scorer = LightScorer(LightModel(light_weights(), weights(), Blend(0.0, 1.0, 0.0, math.inf)))
    explanation = scorer.explain("bad " * (MAX_WORDS + 10))
    assert max(part.end for part in explanation.contributions) <= 4 * MAX_WORDS


def test_a_sure_linear_score_skips_the_network() -> None:
    alone = LightScorer(LightModel(light_weights()))
    scorer = LightScorer(LightModel(light_weights(), weights(), Blend(0.5, 1.0, 0.0, 1.5)))
    sure, unsure = "good", "meal"
    assert abs(alone.decision_function([sure])[0]) > 1.5 > abs(alone.decision_function([unsure])[0])
    scores = scorer.decision_function([sure, unsure, sure])
    assert scores[[0, 2]] == pytest.approx(alone.decision_function([sure, sure]))
    assert scores[1] != pytest.approx(alone.decision_function([unsure])[0])
    assert scorer.explain(sure) == alone.explain(sure)
