"""Training's bulk features and serving's one-tweet features are one and the same model."""

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airparadis.ml.artifact import BUNDLED_MODEL
from airparadis.ml.bundled import BUNDLED_MODELS
from airparadis.ml.light.model import LightModel
from airparadis.ml.light.scoring import LightScorer
from tests.support.models import write_light_model
from tests.support.training.tweets import published_rows, synthetic_tweets
from training.data.split import frozen_split
from training.families.light import from_options
from training.families.light.domain import fit_domain
from training.families.light.family import Light
from training.families.light.general import scaled
from training.families.light.linear import Features
from training.families.light.settings import DomainSettings, LightSettings, LinearSettings
from training.linear.logistic import fit_logistic
from training.linear.ngrams import Vocabulary, ngram_numbers, word_ngrams
from training.runs.export import export

LINEAR = LinearSettings(
    max_iter=30,
    C=1.0,
    min_words=2,
    min_bigrams=2,
    min_trigrams=2,
    min_negated=2,
    min_characters=2,
    smallest_ngram_weight=0.0,
)
SETTINGS = LightSettings(LINEAR, network=None)
ROWS = published_rows(200)
TEXTS = [row[5] for row in ROWS] + ["I don't love it, no!", "not good :(", "", "zzz unknown"]
Y = np.array([row[0] == "4" for row in ROWS] + [False, False, True, True], np.int8)


def test_serving_scores_a_tweet_as_training_did() -> None:
    vocabulary = Vocabulary()
    features = Features(vocabulary.read(TEXTS, "test"), vocabulary.words, LINEAR)
    fitted = fit_logistic(features.blocks, Y, C=1.0, max_iter=20)
    in_bulk = fitted.intercept + sum(
        block.project(coef / block.scale)
        for block, coef in zip(features.blocks, fitted.coef, strict=True)
    )
    one_by_one = LightScorer(LightModel(features.weights(fitted))).decision_function(TEXTS)
    np.testing.assert_allclose(one_by_one, in_bulk, atol=1e-4)  # bulk sums are float32


def test_light_learns_saves_and_reads_back(tmp_path: Path) -> None:
    family = Light(SETTINGS)
    family.fit(TEXTS, Y, TEXTS, Y)
    family.save(tmp_path)
    probabilities = Light.load(tmp_path).predict_proba(TEXTS)
    assert probabilities.sum(axis=1) == pytest.approx(1)
    assert ((probabilities[:, 1] > 0.5) == Y)[:200].mean() > 0.95
    np.testing.assert_allclose(probabilities, family.predict_proba(TEXTS), atol=0.01)  # float16


def test_scaling_multiplies_the_log_odds_and_moves_them() -> None:
    family = Light(SETTINGS)
    family.fit(TEXTS, Y, TEXTS, Y)
    texts = ["was great today", "qqq", "not bad at all"]
    assert isinstance(family.model_, LightModel)
    before = LightScorer(family.model_).decision_function(texts)
    model = LightModel(scaled(family.model_.linear, 0.5, 0.25))
    after = LightScorer(model).decision_function(texts)
    assert after == pytest.approx(before * 0.5 + 0.25)


AIRLINE = ["@united thanks, lovely crew", "@delta my bags are lost", "on hold with the airline"]
AIRLINE_Y = np.array([1, 0, 0], np.int8)


def test_hand_labelled_tweets_move_those_of_the_trade_and_no_other() -> None:
    settings = replace(SETTINGS, domain=DomainSettings(C=30.0))
    general, taught = Light(SETTINGS), Light(settings, (AIRLINE, AIRLINE_Y))
    for family in (general, taught):
        family.fit(TEXTS, Y, TEXTS, Y)
    others = ["thanks, lovely people", "money all gone"]
    np.testing.assert_array_equal(taught.predict_proba(others), general.predict_proba(others))
    assert (taught.predict_proba(AIRLINE) != general.predict_proba(AIRLINE)).all()
    assert ((taught.predict_proba(AIRLINE)[:, 1] > 0.5) == AIRLINE_Y).all()


def test_the_general_part_of_a_model_can_be_kept(tmp_path: Path) -> None:
    family = Light(SETTINGS)
    family.fit(TEXTS, Y, TEXTS, Y)
    material = synthetic_tweets(tmp_path)
    split = frozen_split(material, tmp_path / "split.parquet", "published")
    manifest = export(family, tmp_path / "base", split, {}, 0.6)
    kept = Light(SETTINGS, base=tmp_path / "base")
    kept.learn_domain(AIRLINE, AIRLINE_Y)
    kept.fit([], np.zeros(0, np.int8), [], np.zeros(0, np.int8))
    base = Light.load(tmp_path / "base")
    np.testing.assert_array_equal(kept.predict_proba(TEXTS[-4:]), base.predict_proba(TEXTS[-4:]))
    assert (kept.predict_proba(AIRLINE) != base.predict_proba(AIRLINE)).all()
    assert kept.parameters["general_part_of"] == manifest.version
    assert kept.parameters["domain_tweets"] == 3


def test_a_domain_part_goes_on_from_the_one_before() -> None:
    settings = DomainSettings()
    general, words = np.zeros(2), [["thanks"], ["lost"]]
    before = fit_domain(general, words, np.array([1, 0], np.int8), settings)
    after = fit_domain(
        np.zeros(2), [["late"], ["kind"]], np.array([0, 1], np.int8), settings, before
    )
    assert after.words["thanks"] == pytest.approx(before.words["thanks"])
    assert after.words["lost"] < 0 < after.words["kind"]
    assert after.words["late"] < 0


@given(st.lists(st.text(st.sampled_from("ab !"), max_size=12), min_size=1, max_size=6))
def test_word_ngrams_are_the_runs_of_each_tweet(texts: list[str]) -> None:
    vocabulary = Vocabulary()
    corpus = vocabulary.read(texts, "test")
    base = max(len(vocabulary.words), 1)
    rows = [corpus.numbers[corpus.rows == row].tolist() for row in range(len(texts))]
    for size in (1, 2, 3):
        found = word_ngrams(corpus, size, base)
        expected = [r[i : i + size] for r in rows for i in range(len(r) - size + 1)]
        assert ngram_numbers(found.keys, size, base).tolist() == expected


def test_reviewed_tweets_teach_the_bundled_model_about_airlines_alone(tmp_path: Path) -> None:
    base, settings = Light.load(BUNDLED_MODEL), LightSettings()
    french = ["Bravo @airfrance pour ce vol annulé, je suis ravi"]
    texts, y = [*AIRLINE, *french], np.append(AIRLINE_Y, 1).astype(np.int8)
    taught = Light(settings, (texts, y), base=BUNDLED_MODEL)
    taught.fit([], AIRLINE_Y[:0], [], AIRLINE_Y[:0])
    taught.save(tmp_path)
    read = Light.load(tmp_path)
    others = ["what a lovely morning", "this is awful", *french]
    np.testing.assert_array_equal(read.predict_proba(others), base.predict_proba(others))
    assert (read.predict_proba(AIRLINE) != base.predict_proba(AIRLINE)).all()
    assert read.language == "en+fr"


@pytest.mark.parametrize("champion", BUNDLED_MODELS.values())
def test_under_either_bundled_champion_the_light_model_is_taught(champion: Path) -> None:
    options = argparse.Namespace(keep_general=True, champion=champion)
    assert from_options(options).base == BUNDLED_MODEL


def test_a_light_champion_of_ones_own_is_taught(tmp_path: Path) -> None:
    own = write_light_model(tmp_path / "own")
    options = argparse.Namespace(keep_general=True, champion=own)
    assert from_options(options).base == own
