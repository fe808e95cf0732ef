"""The contract of every family: exact sums, spans of the raw text, batches like single calls."""

import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from airparadis.lib.errors import ArtifactError
from airparadis.ml.artifact import BUNDLED_MODEL
from airparadis.ml.contract import Classifier, Explanation, KnowsWords
from airparadis.ml.families import load_classifier
from airparadis.ml.light.model import LightModel
from airparadis.ml.light.ngrams import NgramWeights
from airparadis.ml.light.scoring import LightScorer
from airparadis.ml.light.weights import LengthScale, LightWeights, read_weights, write_weights
from tests.support.models import light_weights, write_light_model
from tests.support.training.tweets import published_rows
from training.families.tfidf import Tfidf

TWEETS = st.text(
    st.characters()
    | st.sampled_from("good bad not !'#@:()&;<3http://t.co/amp😡👍🏽\u200d\u200b\ud800")
)


@pytest.fixture(scope="module")
def tfidf(tmp_path_factory: pytest.TempPathFactory) -> Classifier:
    from airparadis.ml.tfidf import TfidfClassifier

    rows = published_rows(200)
    family = Tfidf()
    texts, y = [row[5] for row in rows], np.array([row[0] == "4" for row in rows], np.int8)
    family.fit(texts, y, [], y)
    directory = tmp_path_factory.mktemp("tfidf")
    family.save(directory)
    return TfidfClassifier.load(directory, load_classifier(BUNDLED_MODEL).manifest)


@pytest.fixture(scope="module")
def bundled() -> Classifier:
    return load_classifier(BUNDLED_MODEL)


@pytest.fixture(params=["bundled", "tfidf"])
def classifier(request: pytest.FixtureRequest) -> Classifier:
    chosen: Classifier = request.getfixturevalue(request.param)
    return chosen


def log_odds(explanation: Explanation) -> float:
    return sum(part.weight for part in explanation.contributions) + explanation.bias


def assert_sums_exactly(classifier: Classifier, text: str) -> None:
    explanation = classifier.explain(text)
    positive = classifier.predict_proba([text])[0, 1]
    assert 1 / (1 + math.exp(-log_odds(explanation))) == pytest.approx(positive, abs=1e-6)
    ends = [0]
    for part in explanation.contributions:
        assert ends[-1] <= part.start < part.end <= len(text)
        ends.append(part.end)


@given(text=TWEETS)
@example(text="great \u00f0\x80\x80\x80")
@example(text=r"\u0061\u0020 bad")
@settings(max_examples=300)
def test_contributions_of_the_bundled_model_sum_to_its_log_odds(
    bundled: Classifier, text: str
) -> None:
    assert_sums_exactly(bundled, text)


@given(
    text=st.lists(st.sampled_from(("the", "crew", "not", "lovely", "#fail", "@a", "!", "&lt;3")))
)
@settings(max_examples=100)
def test_contributions_of_tfidf_sum_to_its_log_odds(tfidf: Classifier, text: list[str]) -> None:
    assert_sums_exactly(tfidf, " ".join(text))


@given(texts=st.lists(TWEETS, max_size=8))
@settings(max_examples=50)
def test_a_batch_of_any_tweets_equals_single_calls(bundled: Classifier, texts: list[str]) -> None:
    batch = bundled.predict_proba(texts)
    assert batch.shape == (len(texts), 2)
    for text, row in zip(texts, batch, strict=True):
        # Matrices of another size are summed in another order: the last bits may differ.
        assert bundled.predict_proba([text])[0] == pytest.approx(row, abs=1e-6)


def test_a_batch_of_either_family_equals_single_calls(classifier: Classifier) -> None:
    texts = [row[5] for row in published_rows(60, seed=3)]
    singles = np.concatenate([classifier.predict_proba([text]) for text in texts])
    np.testing.assert_allclose(classifier.predict_proba(texts), singles, atol=1e-6, rtol=0)


def test_probabilities_are_negative_then_positive(classifier: Classifier) -> None:
    probabilities = classifier.predict_proba(["the crew was lovely", "the crew was awful", ""])
    assert probabilities.sum(axis=1) == pytest.approx(1)
    assert probabilities[0, 1] > 0.5 > probabilities[1, 1]


def test_spans_refer_to_the_raw_text(classifier: Classifier) -> None:
    text = "@a awful &amp;amp; lovely\u200b #lovely http://t.co/x lovely&lt;3"
    spans = {text[part.start : part.end] for part in classifier.explain(text).contributions}
    assert "awful" in spans
    assert "lovely" in spans
    assert not any("@" in span or "http" in span for span in spans)


@pytest.fixture
def scorer() -> LightScorer:
    return LightScorer(LightModel(light_weights()))


@pytest.mark.parametrize(
    ("text", "total", "n_words"),
    [
        ("", 0.0, 0),
        ("good", 2.0, 1),
        ("good meal", 2.0 + 0.125 + 0.5, 2),
        ("good, meal", 2.0 + 0.125, 3),
        ("not good", -0.5 + 2.0 - 1.0 - 3.0, 2),
        ("not good meal", -0.5 + 2.0 + 0.125 - 1.0 + 0.5 - 0.25 - 3.0, 3),
        ("not a bad meal", -0.5 - 2.0 + 0.125 + 2.5, 4),
        ("not . bad", -0.5 - 2.0, 3),
        ("not x x x bad", -0.5 - 2.0 + 2.5, 5),
        ("not x x x x bad", -0.5 - 2.0, 6),
        ("badly", -0.5 - 0.25 + 0.5, 1),
        ("zzz", 0.0, 1),
    ],
)
def test_light_scores_computed_by_hand(
    scorer: LightScorer, text: str, total: float, n_words: int
) -> None:
    assert scorer.decision_function([text])[0] == pytest.approx(
        total / math.sqrt(n_words + 1) + 0.25
    )


def test_a_pair_shares_its_weight_equally(scorer: LightScorer) -> None:
    explanation = scorer.explain("good meal")
    scale = 1 / math.sqrt(3)
    weights = [part.weight for part in explanation.contributions]
    assert weights == pytest.approx([(2.0 + 0.25) * scale, (0.125 + 0.25) * scale])


def test_light_weights_are_read_back_as_written(tmp_path: Path) -> None:
    written = light_weights()
    write_weights(tmp_path, written)
    read = read_weights(tmp_path)
    assert read.words == written.words
    assert read.ngrams.as_dict == written.ngrams.as_dict
    assert read.characters == written.characters
    assert np.array_equal(read.unigrams, written.unigrams)
    assert (read.bias, read.length) == (written.bias, written.length)


def test_a_model_without_ngrams_is_read_back(tmp_path: Path) -> None:
    nothing = np.zeros(0)
    write_weights(
        tmp_path,
        LightWeights(0.5, LengthScale(1.0, 0.0), {}, nothing, nothing, NgramWeights.of({}), {}),
    )
    scorer = LightScorer(LightModel(read_weights(tmp_path)))
    assert scorer.decision_function(["any"]) == 0.5


def test_an_altered_model_is_refused(tmp_path: Path) -> None:
    directory = write_light_model(tmp_path / "model")
    load_classifier(directory)
    weights = directory / "weights.npz"
    weights.write_bytes(weights.read_bytes()[:-1] + b"?")
    with pytest.raises(ArtifactError, match=r"weights\.npz"):
        load_classifier(directory)


def test_an_unknown_family_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match="no loader for the model family 'oracle'"):
        load_classifier(write_light_model(tmp_path / "model", family="oracle"))


def test_loading_the_bundled_model_imports_no_heavy_library() -> None:
    program = (
        "import sys\n"
        "from airparadis.ml.artifact import BUNDLED_MODEL\n"
        "from airparadis.ml.families import load_classifier\n"
        "load_classifier(BUNDLED_MODEL).predict_proba(['good \N{POUTING FACE}'])\n"
        "print([m for m in ('sklearn', 'scipy', 'pandas', 'nltk', 'torch') if m in sys.modules])"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert loaded.stdout == "[]\n"


def test_unknown_words_are_counted_without_links_handles_and_topic_words() -> None:
    scorer = LightScorer(LightModel(light_weights()))
    assert scorer.count_unknown("@jo http://t.co/a not good airline zyx !") == (1, 5)
    assert scorer.count_unknown("") == (0, 0)
    assert isinstance(scorer, KnowsWords)
