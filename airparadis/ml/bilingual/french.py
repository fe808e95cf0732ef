"""The French part: a multilingual sentence encoder, tuned, pruned to French pieces, quantised.

The encoder is the convolutional Universal Sentence Encoder (Yang et al., "Multilingual Universal
Sentence Encoder for Semantic Retrieval", ACL 2020); `training.recipe.convolution` tunes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.calibration import Calibration
from airparadis.ml.light.weights import pack_strings, unpack_strings
from airparadis.ml.onnx_graph import Graph, Serialised, write_graph
from airparadis.ml.subwords.scorer import SubwordScorer
from airparadis.ml.subwords.unigram import UnigramPieces

PIECES_NAME, GRAPH_NAME = "french.npz", "french.onnx"
MAX_PIECES = 72


@dataclass(frozen=True)
class FrenchModel:
    """The pieces, their log-probabilities (n,), and the serialised graph."""

    pieces: Sequence[str]
    scores: NDArray[np.float32]
    graph: Serialised


def french_scorer(model: FrenchModel, calibration: Calibration) -> SubwordScorer:
    """Build the scorer of raw French tweets."""
    pieces = UnigramPieces(model.pieces, model.scores.tolist(), MAX_PIECES)
    return SubwordScorer(pieces, Graph(GRAPH_NAME, model.graph), lambda _: calibration)


def write_french(directory: Path, model: FrenchModel) -> None:
    """Write the model into an existing directory."""
    np.savez_compressed(
        directory / PIECES_NAME,
        allow_pickle=False,
        pieces=pack_strings(list(model.pieces)),
        scores=model.scores.astype(np.float32),
    )
    write_graph(directory / GRAPH_NAME, model.graph)


def read_french(directory: Path) -> FrenchModel:
    """Read the files of `write_french`."""
    with np.load(directory / PIECES_NAME, allow_pickle=False) as stored:
        pieces, scores = unpack_strings(stored["pieces"]), stored["scores"]
    return FrenchModel(pieces, scores, directory / GRAPH_NAME)
