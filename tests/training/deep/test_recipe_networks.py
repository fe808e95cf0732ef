"""The recipe's networks and the quantised graphs made of them agree."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from airparadis.ml.bilingual.network import OUTPUTS  # noqa: E402
from airparadis.ml.bilingual.vocabulary import Vocabulary  # noqa: E402
from airparadis.ml.light.encoder_inference import RecurrentScorer  # noqa: E402
from airparadis.ml.light.lstm_onnx import OnnxLstm  # noqa: E402
from airparadis.ml.light.vectors import WordVectors  # noqa: E402
from training.recipe.settings import read_recipe  # noqa: E402
from training.recipe.student.fit import Lessons, distil  # noqa: E402
from training.recipe.student.graph import graph_of  # noqa: E402
from training.recipe.student.network import Student  # noqa: E402
from training.recipe.student.words import Subwords, encode  # noqa: E402

SETTINGS = read_recipe().student.model_copy(
    update={
        "dimensions": 16,
        "units": 16,
        "buckets": 200,
        "epochs": 60,
        "batch_size": 16,
        "learning_rate": 0.01,
    }
)
TWEETS = [
    ["great", "meal"],
    ["lost", "coat"],
    ["today", "noon"],
    ["great", "food"],
    ["coat", "gone"],
] * 8
LABELS = np.eye(3, dtype=np.float32)[[2, 0, 1, 2, 0] * 8]


@pytest.fixture(scope="module")
def student(tmp_path_factory: pytest.TempPathFactory) -> Student:
    subwords = Subwords.of(
        ["great", "meal", "lost", "coat", "today"], ["noon", "food", "gone"], 200
    )
    ones = np.ones(len(TWEETS), np.float32)
    lessons = Lessons(
        encode(TWEETS, subwords), LABELS, ones, LABELS[:, 2], ones, ones.astype(float)
    )
    torch.manual_seed(0)
    made = Student(SETTINGS, subwords)
    checkpoints: Path = tmp_path_factory.mktemp("student")
    distil(made, lessons, SETTINGS, checkpoints, lambda _: None)
    return made


def test_the_student_learns_its_lessons_and_is_served_as_it_learnt(student: Student) -> None:
    weights = student.weights()
    vectors = WordVectors(weights.words, weights.grams)
    encoder = RecurrentScorer(vectors, OnnxLstm(graph_of(weights)), (len(OUTPUTS),))
    vocabulary = Vocabulary(weights.vocabulary)
    served = encoder.scores([vocabulary.words(" ".join(tweet)) for tweet in TWEETS[:5]])
    assert served[:, :3].argmax(axis=1).tolist() == [2, 0, 1, 2, 0]
    subwords = student._subwords
    with torch.inference_mode():
        exact = student(torch.from_numpy(encode(TWEETS[:5], subwords).rows(np.arange(5)))).numpy()
    assert np.abs(served - exact).max() < 0.5


def test_an_interrupted_training_resumes(student: Student, tmp_path: Path) -> None:
    subwords = student._subwords
    ones = np.ones(len(TWEETS), np.float32)
    lessons = Lessons(
        encode(TWEETS, subwords), LABELS, ones, LABELS[:, 2], ones, ones.astype(float)
    )
    reports: list[str] = []
    for epochs in (1, 2):
        torch.manual_seed(0)
        made = Student(SETTINGS, subwords)
        settings = SETTINGS.model_copy(update={"epochs": epochs})
        distil(made, lessons, settings, tmp_path, reports.append)
    epochs_read = [line.split(",")[0] for line in reports if line.startswith("epoch")]
    assert epochs_read == ["epoch 1 of 1", "epoch 2 of 2"]
