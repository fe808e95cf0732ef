"""The recurrent part of `light`: PyTorch trains what NumPy serves."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

torch = pytest.importorskip("torch", reason="needs training/requirements-deep.txt")

from airparadis.ml.light.encoder_inference import recurrent_scorer  # noqa: E402
from airparadis.ml.light.linear import Word  # noqa: E402
from airparadis.ml.light.model import LightModel  # noqa: E402
from airparadis.ml.light.vectors import WordVectors  # noqa: E402
from tests.support.models import write_light_model  # noqa: E402
from tests.support.training.tweets import published_rows, synthetic_tweets  # noqa: E402
from training.data.split import frozen_split  # noqa: E402
from training.errors import TrainingError  # noqa: E402
from training.families import NOWHERE, Workspace  # noqa: E402
from training.families.light.family import Light  # noqa: E402
from training.families.light.general import TARGETS_NAME  # noqa: E402
from training.families.light.recurrent import SubwordNetwork, fit_network  # noqa: E402
from training.families.light.settings import (  # noqa: E402
    LightSettings,
    LinearSettings,
    NetworkSettings,
)
from training.families.light.subwords import Subwords  # noqa: E402
from training.families.lstm.family import Lstm  # noqa: E402
from training.families.lstm.settings import LstmSettings  # noqa: E402
from training.families.lstm.vectors import read_artifact, start_vectors  # noqa: E402
from training.families.lstm.vocabulary import Encoded, Vocabulary  # noqa: E402
from training.linear.ngrams import number_words  # noqa: E402
from training.runs.export import export  # noqa: E402

NETWORK = NetworkSettings(
    min_count=2, dimensions=16, units=8, buckets=50, epochs=6, batch_size=32, learning_rate=2e-2,
    vectors_learning_rate=2e-2, dropout=0.1, vectors_dropout=0.0, words_dropout=0.1,
)  # fmt: skip
LINEAR = LinearSettings(
    max_iter=20, C=1.0, min_words=2, min_bigrams=2, min_trigrams=2, min_negated=2
)
WORDS = ["good", "bad", "not", "zebra", "!"]


def served(network: SubwordNetwork, tweets: list[list[str]]) -> NDArray[np.float64]:
    def word(text: str) -> Word:
        number = WORDS.index(text) if text in WORDS[:3] else -1
        return Word(text, number, 0.0, 0.0, negates=False, ends_scope=False)

    scorer = recurrent_scorer(network.weights(), None)
    return scorer.scores([list(map(word, tweet)) for tweet in tweets])


def test_serving_reads_as_training_did() -> None:
    torch.manual_seed(1)
    subwords = Subwords.of(WORDS, {"good": 0, "bad": 1, "not": 2}, NETWORK.buckets)
    network = SubwordNetwork(NETWORK, subwords).eval()
    with torch.no_grad():
        network.words.weight *= 10
        network.grams.weight *= 10
    tweets = [["good"], ["not", "bad", "zebra", "!"], ["zebra"], ["bad", "bad"], []]
    numbers = {word: int(subwords.number_of[place]) for place, word in enumerate(WORDS)}
    with torch.inference_mode():
        trained = [
            network(torch.tensor([[numbers[word] for word in tweet] or [subwords.no_word]])).item()
            for tweet in tweets
        ]
    assert served(network, tweets) == pytest.approx(trained, abs=0.02)  # a byte a dimension
    assert np.ptp(trained) > 0.2


def test_a_served_network_is_trained_further_from_where_it_stood() -> None:
    torch.manual_seed(3)
    subwords = Subwords.of(WORDS, {"good": 0, "bad": 1, "not": 2}, NETWORK.buckets)
    network, other = SubwordNetwork(NETWORK, subwords), SubwordNetwork(NETWORK, subwords)
    other.start_from(network.weights())
    numbers = torch.tensor([[0, 1, 3, 4], [2, 2, 0, 3]])
    with torch.inference_mode():
        before, after = network.eval()(numbers), other.eval()(numbers)
    np.testing.assert_allclose(after, before, atol=0.01)  # a byte a dimension
    larger = SubwordNetwork(replace(NETWORK, units=12), subwords)
    with pytest.raises(TrainingError, match="another size"):
        larger.start_from(network.weights())


def test_a_tweet_scores_the_same_alone_and_among_others() -> None:
    torch.manual_seed(2)
    network = SubwordNetwork(NETWORK, Subwords.of(WORDS, {"good": 0}, NETWORK.buckets))
    rng = np.random.default_rng(0)
    tweets = [[WORDS[i] for i in rng.integers(0, 5, rng.integers(0, 70))] for _ in range(600)]
    alone = np.concatenate([served(network, [tweet]) for tweet in tweets[:40]])
    assert served(network, tweets)[:40] == pytest.approx(alone, abs=1e-5)


def test_light_learns_saves_reads_back_and_tells_its_epochs(tmp_path_factory) -> None:  # type: ignore[no-untyped-def]
    rows = published_rows(300)
    texts, y = [row[5] for row in rows], np.array([row[0] == "4" for row in rows], np.int8)
    told: list[int] = []
    settings = LightSettings(LINEAR, NETWORK, sure_from=math.inf)
    family = Light(settings, (["lovely crew", "bags lost"], np.array([1, 0])))
    family.fit(texts, y, texts, y, Workspace(None, lambda epoch, _: told.append(epoch)))
    assert told[:2] == [1, 2]
    directory = tmp_path_factory.mktemp("light")
    family.save(directory)
    probabilities = Light.load(directory).predict_proba(texts)
    assert ((probabilities[:, 1] > 0.5) == y).mean() > 0.95
    np.testing.assert_allclose(probabilities, family.predict_proba(texts), atol=0.02)  # float16
    assert isinstance(family.model_, LightModel)
    assert family.model_.blend is not None
    assert family.model_.blend.network > 0


def test_a_network_that_would_never_be_asked_is_left_out() -> None:
    rows = published_rows(100)
    texts, y = [row[5] for row in rows], np.array([row[0] == "4" for row in rows], np.int8)
    family = Light(LightSettings(LINEAR, replace(NETWORK, epochs=1), sure_from=0.0))
    family.fit(texts, y, texts, y)
    assert family.model_.network is None


@pytest.fixture(scope="module")
def teacher(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small `lstm`, fitted and written as an artifact."""
    folder = tmp_path_factory.mktemp("teacher")
    tweets = synthetic_tweets(folder, 300)
    settings = LstmSettings(dimensions=16, hidden=8, epochs=5, batch_size=32, learning_rate=2e-2)
    family = Lstm(settings)
    y = tweets.y.astype(np.int8)
    family.fit(tweets.texts, y, tweets.texts, y)
    split = frozen_split(tweets, folder / "split.parquet", "published")
    export(family, folder / "lstm", split, {}, 0.6)
    return folder / "lstm"


def test_a_teacher_says_what_is_learnt_and_is_asked_once(teacher: Path, tmp_path: Path) -> None:
    rows = published_rows(300)
    texts, y = [row[5] for row in rows], np.array([row[0] == "4" for row in rows], np.int8)
    wrong = y.copy()
    wrong[::5] = 1 - wrong[::5]  # labels that are noise
    settings = LightSettings(LINEAR, NETWORK, sure_from=math.inf, teacher_share=1.0)
    family = Light(settings, teachers=[teacher])
    family.fit(texts, wrong, texts, y, Workspace(tmp_path))
    targets = np.load(tmp_path / TARGETS_NAME)
    assert ((targets > 0.5) == y).mean() > 0.9
    assert ((family.predict_proba(texts)[:, 1] > 0.5) == y).mean() > 0.9
    assert family.parameters["teacher"] == "lstm"
    again = Light(settings, teachers=[tmp_path / "gone"])
    again.fit(texts, wrong, texts, y, Workspace(tmp_path))
    np.testing.assert_allclose(again.predict_proba(texts), family.predict_proba(texts), atol=0.02)


def test_an_earlier_light_teaches_beside_an_lstm(teacher: Path, tmp_path: Path) -> None:
    tweets = synthetic_tweets(tmp_path, 300)
    texts, y = tweets.texts, tweets.y.astype(np.int8)
    wrong = y.copy()
    wrong[::5] = 1 - wrong[::5]
    settings = LightSettings(LINEAR, NETWORK, sure_from=99.0, teacher_share=1.0)
    first = Light(settings)
    first.fit(texts, y, texts, y)
    split = frozen_split(tweets, tmp_path / "split.parquet", "published")
    export(first, tmp_path / "light-first", split, {}, 0.6)
    second = Light(settings, teachers=[teacher, tmp_path / "light-first"])
    second.fit(texts, wrong, texts, y, Workspace(tmp_path))
    assert ((np.load(tmp_path / TARGETS_NAME) > 0.5) == y).mean() > 0.9
    assert second.parameters["teacher"] == "lstm, light-first"


def test_a_teacher_has_to_have_a_network(tmp_path: Path) -> None:
    champion = write_light_model(tmp_path / "light")
    family = Light(LightSettings(LINEAR, NETWORK), teachers=[champion])
    with pytest.raises(TrainingError, match="it can't teach"):
        family.fit(
            ["good", "bad"] * 3, np.array([1, 0] * 3, np.int8), ["good"], np.ones(1, np.int8)
        )


def test_words_start_from_the_vectors_of_an_artifact(teacher: Path) -> None:
    vocabulary = Vocabulary(("<unk>", "lovely", "zzz"))
    tweets = Encoded(np.array([1], np.int32), np.array([0, 1]))
    found = start_vectors(vocabulary, tweets, LstmSettings(embeddings=teacher)).matrix
    taught = Lstm.load(teacher)
    expected = taught.network_.embedding.weight[taught.vocabulary_.numbers["lovely"]]
    np.testing.assert_array_equal(found[1], expected.detach().numpy())
    assert found.shape == (3, 16)


def test_a_directory_without_vectors_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="not an artifact of lstm"):
        read_artifact(tmp_path)


def test_words_start_from_a_file_of_vectors(tmp_path: Path) -> None:
    path = tmp_path / "some.vec"
    path.write_text("2 16\nlovely " + "1 " * 15 + "1\nunheard " + "2 " * 15 + "2\n", "utf-8")
    settings = replace(
        NETWORK, vectors=path, epochs=1, learning_rate=0.0, vectors_learning_rate=0.0
    )
    tweets = number_words(["lovely meal", "lost shoe"] * 4, np.array([1, 0] * 4, np.int8))
    weights = fit_network(
        tweets,
        {"lovely": 0, "meal": 1},
        ["so lovely", "lost"],
        np.array([1, 0], np.int8),
        settings,
        NOWHERE,
    )
    vectors = WordVectors(weights.words, weights.grams).of(["lovely", "meal"], [0, 1])
    assert vectors[0] == pytest.approx(np.ones(16), abs=0.3)
    assert vectors[1] != pytest.approx(np.ones(16), abs=0.3)
