"""Near-duplicates are in one part, and what is drawn and calibrated is right."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airparadis.ml.calibration import class_probabilities
from training.data.split import Part
from training.errors import TrainingError
from training.recipe.calibration import fit_calibration
from training.recipe.drawing import batches_by_length, draw_rows
from training.recipe.fingerprints import recipe_digest
from training.recipe.labelled import _excluded, _parts
from training.recipe.settings import read_recipe
from training.recipe.text_key import text_key
from training.recipe.unlabelled import Tweets, make_texts, soft_labels

RECIPE = read_recipe()


@pytest.mark.parametrize(
    "other",
    [
        "RT @jo: My bag is lost AGAIN http://t.co/x",
        "my bag is lost again!!!",
        "@airline my bág is lost again",
    ],
)
def test_near_duplicates_have_one_key(other: str) -> None:
    assert text_key(other) == text_key("My bag is lost again")


@given(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=30))
def test_no_usable_key_is_in_two_parts(keys: list[str]) -> None:
    frame = pd.DataFrame({"key": keys, "language": "en", "source": "tse", "forced": -1})
    frame.loc[0, ["source", "forced"]] = ["airline", int(Part.TEST)]
    frame["part"] = _parts(frame, RECIPE.split)
    usable = frame[~_excluded(frame, frozenset())]
    assert (usable.groupby("key")["part"].nunique() == 1).all()


def test_training_rows_judged_elsewhere_are_excluded() -> None:
    frame = pd.DataFrame({"key": ["a", "b"], "part": [int(Part.TRAIN), int(Part.TRAIN)]})
    assert _excluded(frame, frozenset({"b"})).tolist() == [False, True]


def test_rows_are_drawn_by_their_shares() -> None:
    drawn = draw_rows(np.array([1.0, 2.0, 0.0]), 300, np.random.default_rng(0))
    assert np.bincount(drawn, minlength=3).tolist() == [100, 200, 0]


def test_batches_hold_every_row_once() -> None:
    lengths = np.random.default_rng(0).integers(3, 40, 500).tolist()
    batches = batches_by_length(lengths, 400, np.random.default_rng(1))
    assert sorted(np.concatenate(batches).tolist()) == list(range(500))


def test_a_calibration_makes_probabilities_true() -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 2, (6000, 3))
    true = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    labels = (rng.random((6000, 1)) > true.cumsum(axis=1)).sum(axis=1).astype(np.int8)
    found = fit_calibration(3 * logits, labels, np.ones(6000))
    probabilities = class_probabilities(found.leaning(3 * logits), found.neutrality(3 * logits))
    assert found.slope == pytest.approx(1 / 3, abs=0.03)
    assert np.abs(probabilities - true).mean() < 0.04


def test_texts_for_the_teachers_are_distinct_and_reproducible() -> None:
    tweets = Tweets(
        [f"the flight number {n} was late and the crew was kind" for n in range(50)], ["x"] * 50
    )
    settings = RECIPE.sampled().unlabelled
    first, again = (make_texts(tweets, tweets.texts, settings) for _ in range(2))
    assert first == again
    assert len(first) == len(set(first)) > 20


def test_a_label_is_mixed_with_the_teachers_opinion() -> None:
    mixed = soft_labels(np.array([0], np.int8), np.array([0.5]), np.array([[0.0, 0.0, 1.0]]))
    assert mixed.sum() == pytest.approx(1)
    assert mixed[0, 2] > mixed[0, 0] > mixed[0, 1]


def test_the_digest_follows_the_recipe() -> None:
    assert recipe_digest(RECIPE) == recipe_digest(read_recipe())
    assert recipe_digest(RECIPE) != recipe_digest(RECIPE.sampled())


def test_a_faulty_recipe_is_one_line(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("recipe") / "recipe.toml"
    path.write_text("version = 'x'", "utf-8")
    with pytest.raises(TrainingError, match="version"):
        read_recipe(path)
