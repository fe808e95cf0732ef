"""The graph says what the equations say, as near as integers come, and the same in any batch."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("onnx", reason="needs training/requirements-deep.txt")

from airparadis.ml.families import load_classifier
from airparadis.ml.light.encoder_inference import RecurrentScorer, recurrent_scorer
from airparadis.ml.light.lstm_weights import LstmWeights
from airparadis.ml.light.model import Blend, LightModel, read_model
from airparadis.ml.light.vectors import Quantised
from tests.ml.light.test_encoder_inference import N_WORDS, random_matrix, weights, word
from tests.support.models import light_weights, write_light_model
from tests.support.training.tweets import synthetic_tweets
from training.data.split import frozen_split
from training.families.light.family import Light
from training.families.light.graph import graph_of
from training.families.light.settings import LightSettings
from training.runs.export import export

TWEETS = st.lists(st.lists(st.integers(-3, N_WORDS - 1), max_size=70), min_size=1, max_size=80)


def of(network: LstmWeights) -> RecurrentScorer:
    return recurrent_scorer(network, graph_of(network))


SERVED, EXACT = of(weights()), recurrent_scorer(weights(), None)


@given(TWEETS)
@settings(max_examples=30)
def test_the_graph_reads_as_the_equations_do(tweets: list[list[int]]) -> None:
    words = [list(map(word, tweet)) for tweet in tweets]
    assert SERVED.scores(words) == pytest.approx(EXACT.scores(words), abs=0.15)


@given(TWEETS, st.data())
@settings(max_examples=30)
def test_no_tweet_moves_the_score_of_another(tweets: list[list[int]], data: st.DataObject) -> None:
    words = [list(map(word, tweet)) for tweet in tweets]
    together = SERVED.scores(words)
    chosen = data.draw(st.lists(st.sampled_from(range(len(words))), max_size=20))
    assert SERVED.scores([words[place] for place in chosen]).tolist() == together[chosen].tolist()
    assert SERVED.scores(words[:1]).tolist() == together[:1].tolist()


@pytest.mark.parametrize("factor", [0.0, 1e-3, 30.0])
def test_units_that_hardly_give_out_or_give_out_all_leave_others_alone(factor: float) -> None:
    network = replace(
        weights(), projection=weights().projection * factor, bias=weights().bias * factor
    )
    scorer = of(network)
    words = [list(map(word, tweet)) for tweet in ([0, 1, 2], [3, -1, 4], [-2, -2, 0], [4, 4, 4])]
    alone = [scorer.scores([tweet])[0] for tweet in words]
    assert scorer.scores(words).tolist() == alone


def test_a_vector_larger_than_all_is_cut_and_moves_no_other_tweet() -> None:
    rows = random_matrix(2001, 4) * 0.1
    rows[7] *= 1000
    scorer = of(replace(weights(), words=Quantised.of(rows)))
    tweets = [[word(1), word(2)], [word(7), word(7)]]
    assert scorer.scores(tweets)[0] == scorer.scores(tweets[:1])[0]
    assert np.isfinite(scorer.scores(tweets)).all()


def test_a_model_from_before_gets_a_graph(tmp_path: Path) -> None:
    tweets = synthetic_tweets(tmp_path)
    split = frozen_split(tweets, tmp_path / "split.parquet", "published")
    before = Light()
    before.model_ = LightModel(light_weights(), weights(), Blend(0.5, 0.75, -0.1, 2.0))
    manifest = export(before, tmp_path / "before", split, {}, 0.6)
    converted = Light(base=tmp_path / "before", convert=True)
    nothing: tuple[list[str], np.ndarray] = ([], np.zeros(0, np.int8))
    converted.fit(*nothing, *nothing)
    after = export(converted, tmp_path / "after", split, {}, 0.6)
    assert after.parameters["converted_from"] == manifest.version
    assert after.parameters["domain_tweets"] == manifest.parameters["domain_tweets"]
    model = read_model(tmp_path / "after")
    assert model.blend == before.model_.blend
    assert model.graph == graph_of(read_model(tmp_path / "before").network or weights())
    texts = ["not a good meal", "zzz bad"]
    expected = load_classifier(tmp_path / "before").predict_proba(texts)
    np.testing.assert_allclose(
        load_classifier(tmp_path / "after").predict_proba(texts), expected, atol=0.05
    )


def test_a_model_without_a_network_stays_without(tmp_path: Path) -> None:
    light = Light(LightSettings(), base=write_light_model(tmp_path / "light"), convert=True)
    light.fit([], np.zeros(0, np.int8), [], np.zeros(0, np.int8))
    assert light.model_.graph is None
