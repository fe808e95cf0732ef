"""The precise bundled model: small, in both languages, the same alone and in a batch."""

from pathlib import Path

import numpy as np
import pytest

from airparadis.lib.errors import ArtifactError
from airparadis.ml.artifact import BUNDLED_MODEL, read_verified
from airparadis.ml.bundled import BUNDLED_MODELS, PROCESSOR_MS, BundledModel
from airparadis.ml.contract import KnowsWords
from airparadis.ml.families import load_classifier
from airparadis.ml.precise.model import LIGHT, PreciseClassifier
from airparadis.text.language import Language
from training.evaluation.behaviour import NEGATIVE, POSITIVE

DIRECTORY = BUNDLED_MODELS[BundledModel.PRECISE]
ENGLISH = ["They lost my bag again", "lovely crew, thank you @airfrance", "Boarding at gate 12", ""]
FRENCH = "Le vol est encore annulé et personne ne répond, c'est honteux"
MIN_RIGHT = 0.9
"""Share of the behavioural table, which the light model was tuned to and this one was not."""


@pytest.fixture(scope="module")
def classifier() -> PreciseClassifier:
    loaded = load_classifier(DIRECTORY)
    assert isinstance(loaded, PreciseClassifier)
    return loaded


def test_its_files_are_at_most_30_megabytes_and_a_tweet_takes_at_most_8_ms(
    classifier: PreciseClassifier,
) -> None:
    """Check the record of the time: a test machine is shared."""
    assert sum(path.stat().st_size for path in DIRECTORY.iterdir()) <= 30_000_000
    assert 0 < float(classifier.manifest.parameters[PROCESSOR_MS]) <= 8


def test_it_reads_both_languages_french_as_the_light_model_does(
    classifier: PreciseClassifier,
) -> None:
    assert classifier.manifest.languages == {Language.ENGLISH, Language.FRENCH}
    light = load_classifier(BUNDLED_MODEL)
    texts = [*ENGLISH, FRENCH]
    precise, by_light = classifier.predict_proba(texts), light.predict_proba(texts)
    np.testing.assert_array_equal(precise[-1], by_light[-1])
    assert (precise[:3] != by_light[:3]).all()
    assert (precise[:2].argmax(axis=1) == [0, 1]).all()
    assert not isinstance(classifier, KnowsWords)


def test_a_batch_equals_single_calls(classifier: PreciseClassifier) -> None:
    texts = [*ENGLISH, FRENCH]
    one_by_one = np.concatenate([classifier.predict_classes([text]) for text in texts])
    np.testing.assert_allclose(classifier.predict_classes(texts), one_by_one, atol=1e-6)
    assert one_by_one.sum(axis=1) == pytest.approx(1)


@pytest.mark.parametrize("text", [ENGLISH[0], ENGLISH[1], FRENCH, "so &lt;3 bad &amp; sad"])
def test_an_explanation_sums_to_the_log_odds(classifier: PreciseClassifier, text: str) -> None:
    explained = classifier.explain(text)
    negative, positive = classifier.predict_proba([text])[0]
    total = explained.bias + sum(part.weight for part in explained.contributions)
    assert total == pytest.approx(np.log(positive / negative), abs=1e-5)


def test_it_knows_most_of_the_behavioural_table(classifier: PreciseClassifier) -> None:
    tables = [
        [text for texts in table.values() for text in texts] for table in (NEGATIVE, POSITIVE)
    ]
    right = np.concatenate(
        [
            classifier.predict_proba(texts).argmax(axis=1) == label
            for label, texts in enumerate(tables)
        ]
    )
    assert right.mean() >= MIN_RIGHT


def test_another_light_model_than_it_was_judged_with_is_refused(tmp_path: Path) -> None:
    manifest = read_verified(DIRECTORY)
    assert manifest.parameters[LIGHT] == read_verified(BUNDLED_MODEL).version
    other = manifest.model_copy(
        update={"parameters": {**manifest.parameters, LIGHT: "light-2026.01.01-00000000"}}
    )
    with pytest.raises(ArtifactError, match="take the precise model of the same release") as caught:
        PreciseClassifier.load(DIRECTORY, other)
    assert "\n" not in str(caught.value)
