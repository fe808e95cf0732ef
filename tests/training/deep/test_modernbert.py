"""The whole path of `modernbert`, tiny: what can be learnt, kept, resumed, stopped and refused."""

import argparse
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

from tests.support.training.tweets import published_rows
from training.errors import TrainingError
from training.families import Workspace, family_module, load_family
from training.families.modernbert import from_options
from training.families.modernbert.family import ModernBert
from training.families.modernbert.saved import read_classifier, read_tokenizer
from training.families.modernbert.settings import FROM_SCRATCH

ROWS = published_rows(240)
TEXTS = [row[5] for row in ROWS]
Y = np.array([row[0] == "4" for row in ROWS], np.int8)
VALIDATION = slice(None, None, 2)
TINY = replace(
    FROM_SCRATCH,
    max_length=16,
    epochs=2,
    batch_size=16,
    learning_rate=3e-3,
    vocabulary_size=320,
    hidden_size=64,
    layers=2,
    pretraining_steps=8,
)

Epochs = list[tuple[int, Mapping[str, float]]]


def fit(family: ModernBert, checkpoints: Path | None = None, rows: slice = slice(None)) -> Epochs:
    """Fit on the synthetic tweets, or some of them; what the workspace was told."""
    told: Epochs = []
    workspace = Workspace(checkpoints, lambda epoch, figures: told.append((epoch, figures)))
    texts, y = TEXTS[rows], Y[rows]
    family.fit(texts, y, texts[VALIDATION], y[VALIDATION], workspace)
    return told


@pytest.fixture(scope="module")
def checkpoints(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("checkpoints")


@pytest.fixture(scope="module")
def fitted(checkpoints: Path) -> tuple[ModernBert, Epochs]:
    family = ModernBert(TINY)
    return family, fit(family, checkpoints)


@pytest.fixture(scope="module")
def saved(fitted: tuple[ModernBert, Epochs], tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("modernbert")
    fitted[0].save(directory)
    return directory


def test_a_small_one_from_scratch_learns(fitted: tuple[ModernBert, Epochs]) -> None:
    probabilities = fitted[0].predict_proba(TEXTS)
    assert probabilities.sum(axis=1) == pytest.approx(1)
    assert ((probabilities[:, 1] > 0.5) == Y).mean() > 0.9


def test_every_evaluation_is_told(fitted: tuple[ModernBert, Epochs]) -> None:
    numbers = [number for number, _ in fitted[1]]
    assert numbers == [1, 2, 3, 4]
    first, last = fitted[1][0][1], fitted[1][-1][1]
    assert last["validation_loss"] < first["validation_loss"]
    assert last["train_loss"] < first["train_loss"]
    assert last["validation_accuracy"] > 0.9
    assert last["validation_roc_auc"] > 0.9
    assert last["seconds"] > 0


def test_the_manifest_says_what_was_learnt_and_with_what(
    fitted: tuple[ModernBert, Epochs],
) -> None:
    parameters = fitted[0].parameters
    assert parameters["pretraining_steps"] == 8
    assert 0 < float(parameters["pretraining_loss"]) < np.log(320)  # better than any guess
    assert "model" not in parameters


def test_probabilities_stand_in_the_order_asked_for(fitted: tuple[ModernBert, Epochs]) -> None:
    texts = [*TEXTS[:5], "awful " * 9, *TEXTS[-5:]]
    forwards = fitted[0].predict_proba(texts)
    backwards = fitted[0].predict_proba(texts[::-1])
    np.testing.assert_allclose(forwards, backwards[::-1], atol=1e-6)


def test_a_saved_one_says_the_same(fitted: tuple[ModernBert, Epochs], saved: Path) -> None:
    loaded = load_family("modernbert", saved)
    np.testing.assert_array_equal(loaded.predict_proba(TEXTS), fitted[0].predict_proba(TEXTS))
    assert loaded.parameters == fitted[0].parameters


def test_an_artifact_is_flat_files_without_pickles(saved: Path) -> None:
    names = {path.name for path in saved.iterdir() if path.is_file()}
    assert names == {path.name for path in saved.rglob("*")}
    assert {"model.safetensors", "tokenizer.json", "config.json"} <= names
    assert {Path(name).suffix for name in names} == {".safetensors", ".json"}


@pytest.mark.parametrize("text", ["", "   ", "@someone http://t.co/x", "\ud800", "🤷🏽‍♀️"])
def test_a_tweet_without_words_has_a_probability(
    fitted: tuple[ModernBert, Epochs], text: str
) -> None:
    assert 0 <= fitted[0].predict_proba([text])[0, 1] <= 1


def test_no_tweets_have_no_probabilities(fitted: tuple[ModernBert, Epochs]) -> None:
    assert fitted[0].predict_proba([]).shape == (0, 2)


def test_a_tweet_too_long_is_read_as_far_as_it_fits(fitted: tuple[ModernBert, Epochs]) -> None:
    endless = "the flight was " * 10
    probabilities = fitted[0].predict_proba([endless + "lovely", endless + "awful", endless * 500])
    assert np.ptp(probabilities[:, 1]) == 0


def test_a_finished_fit_is_taken_from_its_checkpoints(
    fitted: tuple[ModernBert, Epochs], checkpoints: Path
) -> None:
    again = ModernBert(TINY)
    assert fit(again, checkpoints) == fitted[1]  # to the seconds: nothing was trained again
    np.testing.assert_array_equal(again.predict_proba(TEXTS), fitted[0].predict_proba(TEXTS))


class PluggedOutError(Exception):
    """Somebody pulled the plug."""


def test_an_interrupted_fit_goes_on_where_it_stood(tmp_path: Path) -> None:
    told: Epochs = []

    def pull_the_plug(epoch: int, figures: Mapping[str, float]) -> None:
        if epoch == 3:
            raise PluggedOutError
        told.append((epoch, figures))

    family = ModernBert(TINY)
    workspace = Workspace(tmp_path, pull_the_plug)
    with pytest.raises(PluggedOutError):
        family.fit(TEXTS, Y, TEXTS[VALIDATION], Y[VALIDATION], workspace)
    told_again = fit(family, tmp_path)
    assert told_again[:2] == told  # to the seconds it took: not trained again
    assert [number for number, _ in told_again] == [1, 2, 3, 4]
    assert ((family.predict_proba(TEXTS)[:, 1] > 0.5) == Y).mean() > 0.9


def test_other_settings_begin_anew(tmp_path: Path) -> None:
    shortest = replace(TINY, epochs=1, evaluations=1, pretraining_steps=1)
    few = slice(None, None, 8)
    fit(ModernBert(shortest), tmp_path, few)
    fit(ModernBert(replace(shortest, seed=7)), tmp_path, few)
    assert len(list(tmp_path.glob("modernbert-*"))) == 2


def test_a_fit_that_gets_no_better_stops_early() -> None:
    restless = replace(TINY, learning_rate=2.0, epochs=20, patience=1)
    assert len(fit(ModernBert(restless))) < 20 * restless.evaluations


def test_a_directory_can_be_tuned_further(saved: Path) -> None:
    options = argparse.Namespace(model=str(saved), epochs=1, max_length=16, batch_size=16)
    family = from_options(options)
    fit(family)
    assert family.parameters["model"] == str(saved)
    assert "pretraining_steps" not in family.parameters
    assert ((family.predict_proba(TEXTS)[:, 1] > 0.5) == Y).mean() > 0.9


def test_a_model_that_is_nowhere_is_one_line_that_says_what_to_do(tmp_path: Path) -> None:
    for name in ("answerdotai/ModernBERT-of-nobody", str(tmp_path)):
        for read in (read_tokenizer, read_classifier):
            with pytest.raises(TrainingError, match=r"--model DIR") as caught:
                read(name)
            assert str(caught.value).startswith(name)
            assert "\n" not in str(caught.value)


def test_options_not_given_depend_on_the_start() -> None:
    parser = argparse.ArgumentParser()
    family_module("modernbert").add_arguments(parser)
    tuned = from_options(parser.parse_args(["--epochs", "5"])).parameters
    scratch = from_options(parser.parse_args(["--from-scratch", "--layers", "6"])).parameters
    assert (tuned["epochs"], tuned["learning_rate"], tuned["batch_size"]) == (5, 5e-5, 32)
    assert (scratch["layers"], scratch["learning_rate"], scratch["batch_size"]) == (6, 5e-4, 128)


def test_a_width_that_no_whole_heads_fill_is_refused() -> None:
    with pytest.raises(TrainingError, match="--hidden-size must be a multiple of 64"):
        from_options(argparse.Namespace(from_scratch=True, hidden_size=100))
