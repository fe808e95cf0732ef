"""The precise model: its files, and its classifier.

The encoder is MiniLM (Wang et al., "MiniLM: Deep Self-Attention Distillation", NeurIPS 2020), as
published in `all-MiniLM-L6-v2`, tuned on labelled tweets; `training.recipe.encoder` makes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from airparadis.ml.artifact import Manifest
from airparadis.ml.calibration import Calibration, read_calibrations, write_calibrations
from airparadis.ml.onnx_graph import Graph, Serialised, write_graph
from airparadis.ml.subwords.scorer import SubwordScorer
from airparadis.ml.subwords.wordpiece import WordPieces

VOCABULARY_NAME, GRAPH_NAME = "vocabulary.txt", "precise.onnx"
MAX_PIECES = 64
GENERAL = "general"


@dataclass(frozen=True)
class PreciseModel:
    """The vocabulary of pieces, the serialised graph and its calibration."""

    vocabulary: Sequence[str]
    graph: Serialised
    calibration: Calibration


class PreciseClassifier(SubwordScorer):
    """The precise model with its manifest, as the application serves it."""

    def __init__(self, manifest: Manifest, model: PreciseModel) -> None:
        pieces = WordPieces(model.vocabulary, MAX_PIECES)
        super().__init__(pieces, Graph(GRAPH_NAME, model.graph), model.calibration)
        self.manifest = manifest

    @classmethod
    def load(cls, directory: Path, manifest: Manifest) -> "PreciseClassifier":
        """Load a directory already verified against `manifest`."""
        return cls(manifest, read_precise(directory))


def write_precise(directory: Path, model: PreciseModel) -> None:
    """Write the model into an existing directory."""
    (directory / VOCABULARY_NAME).write_text("\n".join(model.vocabulary), "utf-8")
    write_graph(directory / GRAPH_NAME, model.graph)
    write_calibrations(directory, {GENERAL: model.calibration})


def read_precise(directory: Path) -> PreciseModel:
    """Read the files of `write_precise`."""
    vocabulary = (directory / VOCABULARY_NAME).read_text("utf-8").split("\n")
    return PreciseModel(vocabulary, directory / GRAPH_NAME, read_calibrations(directory)[GENERAL])
