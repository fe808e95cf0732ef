"""The bundled model's graph: the same scores in any batch, thread and process."""

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
from airparadis.ml.light.encoder_inference import READ_AT_ONCE, recurrent_scorer
from airparadis.ml.light.lstm_onnx import Graph
from airparadis.ml.light.model import LightModel, read_model
from airparadis.ml.light.scoring import LightScorer
from training.evaluation.behaviour import NEGATIVE, POSITIVE

TEXTS = [text for table in (NEGATIVE, POSITIVE) for texts in table.values() for text in texts]
TASKS = Path("/proc/self/task")
TEXTS += ["", "zzyzx qwrtp!", "good " * 100, "\U0001f621" * 9, "delayed again " * 20]


@pytest.fixture(scope="module")
def model() -> LightModel:
    return read_model(BUNDLED_MODEL)


@pytest.fixture(scope="module")
def scorer(model: LightModel) -> LightScorer:
    return LightScorer(model)


@pytest.fixture(scope="module")
def alone(scorer: LightScorer) -> NDArray[np.float64]:
    """What each text has to itself, by the recurrent part."""
    return np.array([scorer.parts([text])[1][0] for text in TEXTS])


@given(places=st.lists(st.integers(0, len(TEXTS) - 1), min_size=1, max_size=3 * READ_AT_ONCE))
@settings(deadline=None, max_examples=40)
def test_a_batch_has_the_very_numbers_of_single_calls(
    scorer: LightScorer, alone: NDArray[np.float64], places: list[int]
) -> None:
    _, read = scorer.parts([TEXTS[place] for place in places])
    assert read.tolist() == alone[places].tolist()


def test_integers_say_nearly_what_the_fitted_numbers_say(
    model: LightModel, scorer: LightScorer, alone: NDArray[np.float64]
) -> None:
    assert model.network is not None
    exact = recurrent_scorer(model.network, None).scores([scorer.words(text) for text in TEXTS])
    assert np.abs(alone - exact).max() < 0.2
    assert np.abs(alone - exact).mean() < 0.03


def test_threads_share_a_graph(scorer: LightScorer, alone: NDArray[np.float64]) -> None:
    found: list[list[float]] = []

    def read() -> None:
        for _ in range(5):
            found.append(scorer.parts(TEXTS)[1].tolist())

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [alone.tolist()] * 20


def threads_now() -> set[str]:
    return {task.name for task in TASKS.iterdir()}


@pytest.mark.skipif(not TASKS.is_dir(), reason="counts threads as Linux does")
def test_a_graph_has_no_threads_of_its_own_and_reads_on_after_a_fork(
    model: LightModel, alone: NDArray[np.float64]
) -> None:
    before = threads_now()
    scorer = LightScorer(model)
    assert scorer.parts(TEXTS)[1].tolist() == alone.tolist()
    assert threads_now() <= before  # those of the test before may still be ending
    children = []
    for _ in range(2):
        child = os.fork()
        if not child:
            os._exit(0 if scorer.parts(TEXTS)[1].tolist() == alone.tolist() else 1)
        children.append(child)
    assert scorer.parts(TEXTS)[1].tolist() == alone.tolist()
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0]


def test_what_is_no_graph_is_refused_in_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(
        ArtifactError, match=r"network\.onnx is not a graph that can be run"
    ) as told:
        Graph(b"something else")
    assert "\n" not in str(told.value)
    assert capfd.readouterr().err == ""
