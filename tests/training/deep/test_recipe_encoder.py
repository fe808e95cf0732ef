"""The recipe's encoder: tuned in cycles, interrupted, and the graph that is served of it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from airparadis.ml.onnx_graph import Graph  # noqa: E402
from training.recipe.encoder import graph, network  # noqa: E402
from training.recipe.encoder.fit import CHECKPOINT, Rows, tune  # noqa: E402
from training.recipe.encoder.network import MiniLM, predict  # noqa: E402
from training.recipe.onnx_graph import in_integers  # noqa: E402
from training.recipe.settings import EncoderSettings, read_recipe  # noqa: E402

SIZES = {"WIDTH": 24, "LAYERS": 1, "HEADS": 2, "INNER": 48, "PIECES": 40, "POSITIONS": 16}
Weights = Mapping[str, Any]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A MiniLM of a few thousand numbers."""
    for module in (network, graph):
        for name, size in SIZES.items():
            if hasattr(module, name):
                monkeypatch.setattr(module, name, size)
    monkeypatch.setattr(network, "_POOL", 1 << 14)
    monkeypatch.setattr(network.PooledDropout, "_pool", None)


@pytest.fixture
def settings() -> EncoderSettings:
    changes = {"rows": 320, "chunk": 80, "cycles": 2, "pieces_a_batch": 64, "learning_rate": 1e-2}
    return read_recipe().encoder.model_copy(update=changes)


@pytest.fixture
def rows() -> Rows:
    """Tweets whose second piece is their label."""
    rng = np.random.default_rng(0)
    labels = rng.integers(3, size=60)
    pieces = [
        np.array([1, 10 + label, *rng.integers(20, 40, rng.integers(2, 8)), 2], np.int32)
        for label in labels
    ]
    return Rows(pieces, labels, np.ones(60))


def fitted(rows: Rows, settings: EncoderSettings, folder: Path, reports: list[str]) -> Weights:
    torch.manual_seed(3)
    return tune(MiniLM(), rows, settings, folder, reports.append)


def test_an_interrupted_tuning_goes_on_to_the_same_weights(
    rows: Rows, settings: EncoderSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("whole", "cut"):
        (tmp_path / name).mkdir()
    reports: list[str] = []
    whole = fitted(rows, settings, tmp_path / "whole", reports)
    assert [line.split()[0] for line in reports] == ["precision:", *["chunk"] * 4]

    def interrupt(line: str) -> None:
        if line.startswith("chunk 4"):
            raise KeyboardInterrupt

    torch.manual_seed(3)
    with pytest.raises(KeyboardInterrupt):
        tune(MiniLM(), rows, settings, tmp_path / "cut", interrupt)
    assert (tmp_path / "cut" / CHECKPOINT).exists()
    resumed: list[str] = []
    again = fitted(rows, settings, tmp_path / "cut", resumed)
    assert [line.partition(",")[0] for line in resumed[1:]] == ["chunk 4 of 4"]
    assert again.keys() == whole.keys()
    assert all(torch.isfinite(weight).all() for weight in again.values())


def test_the_graph_says_what_the_network_says_and_little_else_in_integers(
    rows: Rows, settings: EncoderSettings, tmp_path: Path
) -> None:
    weights = fitted(rows, settings, tmp_path, [])
    tuned = MiniLM()
    tuned.load_state_dict(weights)
    expected = predict(tuned, list(rows.pieces))
    arrays = {name: weight.numpy() for name, weight in weights.items()}
    model = graph.graph_of(arrays, SIZES["POSITIONS"])
    for made, tolerance in ((model, 0.05), (in_integers(model), 0.4)):
        served = Graph("precise.onnx", made.SerializeToString())
        found = np.array([served.run(tweet.astype(np.int64)) for tweet in rows.pieces])
        np.testing.assert_allclose(found, expected, atol=tolerance)
    assert (expected.argmax(axis=1) == rows.labels).mean() > 0.8
