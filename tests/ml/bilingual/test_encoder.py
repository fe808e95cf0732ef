"""The bundled model's English graph: the same scores in any batch, thread and process."""

import os
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from airparadis.lib.errors import ArtifactError
from airparadis.ml.artifact import BUNDLED_MODEL
from airparadis.ml.bilingual.english import EnglishScorer
from airparadis.ml.bilingual.model import BilingualModel, read_model
from airparadis.ml.light.encoder_inference import BATCH_SIZE
from airparadis.ml.light.lstm_onnx import OnnxLstm
from training.evaluation.behaviour import NEGATIVE, POSITIVE

TEXTS = [text for table in (NEGATIVE, POSITIVE) for texts in table.values() for text in texts]
TASKS = Path("/proc/self/task")
TEXTS += ["", "zzyzx qwrtp!", "good " * 100, "\U0001f621" * 9, "delayed again " * 20]


@pytest.fixture(scope="module")
def model() -> BilingualModel:
    return read_model(BUNDLED_MODEL)


@pytest.fixture(scope="module")
def scorer(model: BilingualModel) -> EnglishScorer:
    return EnglishScorer(model.network, model.graph, model.calibrations)


@pytest.fixture(scope="module")
def single_scores(scorer: EnglishScorer) -> NDArray[np.float64]:
    """Return the logits of single calls, shape (n, outputs)."""
    return np.concatenate([scorer.logits([text]) for text in TEXTS])


@given(rows=st.lists(st.integers(0, len(TEXTS) - 1), min_size=1, max_size=3 * BATCH_SIZE))
@settings(max_examples=40)
def test_a_batch_equals_single_calls_exactly(
    scorer: EnglishScorer, single_scores: NDArray[np.float64], rows: list[int]
) -> None:
    batch = scorer.logits([TEXTS[row] for row in rows])
    assert batch.tolist() == single_scores[rows].tolist()


def test_threads_share_a_graph(scorer: EnglishScorer, single_scores: NDArray[np.float64]) -> None:
    found: list[list[list[float]]] = []

    def score() -> None:
        for _ in range(5):
            found.append(scorer.logits(TEXTS).tolist())

    threads = [threading.Thread(target=score) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [single_scores.tolist()] * 20


def running_threads() -> set[str]:
    return {task.name for task in TASKS.iterdir()}


@pytest.mark.skipif(not TASKS.is_dir(), reason="counts threads as Linux does")
def test_a_graph_starts_no_threads_and_works_after_a_fork(
    model: BilingualModel, single_scores: NDArray[np.float64]
) -> None:
    before = running_threads()
    scorer = EnglishScorer(model.network, model.graph, model.calibrations)
    assert scorer.logits(TEXTS).tolist() == single_scores.tolist()
    assert running_threads() <= before  # an earlier test's threads may still be ending
    children = []
    for _ in range(2):
        child = os.fork()
        if not child:
            os._exit(0 if scorer.logits(TEXTS).tolist() == single_scores.tolist() else 1)
        children.append(child)
    assert scorer.logits(TEXTS).tolist() == single_scores.tolist()
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0]


def test_an_invalid_graph_is_refused_in_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(
        ArtifactError, match=r"network\.onnx is not a graph that can be run"
    ) as caught:
        OnnxLstm(b"something else")
    assert "\n" not in str(caught.value)
    assert capfd.readouterr().err == ""
