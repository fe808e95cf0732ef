"""The precise model: its files, and its classifier.

English is read by MiniLM (Wang et al., "MiniLM: Deep Self-Attention Distillation", NeurIPS 2020),
as published in `all-MiniLM-L6-v2`, tuned on labelled tweets, and by the bundled light model: the
two err on different tweets, and their mean is more often right than either. French is read by the
light model alone. `training.recipe.precise` makes the artifact.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airparadis.lib.errors import ArtifactError
from airparadis.ml.artifact import BUNDLED_MODEL, Manifest, read_verified
from airparadis.ml.bilingual.english import AIRLINE, GENERAL, EnglishScorer
from airparadis.ml.bilingual.french import french_scorer
from airparadis.ml.bilingual.model import FRENCH, BilingualModel, read_model
from airparadis.ml.bilingual.routing import LanguageRouter
from airparadis.ml.calibration import (
    N_CLASSES,
    Calibration,
    read_calibrations,
    write_calibrations,
)
from airparadis.ml.light.airline_domain import is_airline_tweet
from airparadis.ml.onnx_graph import Graph, Serialised, write_graph
from airparadis.ml.subwords.scorer import SubwordScorer
from airparadis.ml.subwords.wordpiece import WordPieces
from airparadis.text.cleaning import unescape

VOCABULARY_NAME, GRAPH_NAME = "vocabulary.txt", "precise.onnx"
MAX_PIECES = 64
LIGHT = "light"
"""Parameter of the manifest: the version of the light model that it was judged with."""

LIGHT_SHARE = 0.5
"""Share of the light model in the log-probabilities of English; chosen on validation rows."""


@dataclass(frozen=True)
class PreciseModel:
    """The vocabulary of pieces, the serialised graph and the calibrations by kind of tweet."""

    vocabulary: Sequence[str]
    graph: Serialised
    calibrations: Mapping[str, Calibration]


class PreciseScorer(LanguageRouter):
    """A scorer of raw English and French tweets; thread-safe."""

    def __init__(self, model: PreciseModel, light: BilingualModel) -> None:
        french = french_scorer(light.french, light.calibrations[FRENCH])
        super().__init__(_EnglishScorer(model, light), french)


class PreciseClassifier(PreciseScorer):
    """The precise model with its manifest, as the application serves it."""

    def __init__(self, manifest: Manifest, model: PreciseModel, light: BilingualModel) -> None:
        super().__init__(model, light)
        self.manifest = manifest

    @classmethod
    def load(cls, directory: Path, manifest: Manifest) -> "PreciseClassifier":
        """Load a directory already verified against `manifest`, and the bundled light model.

        Raises:
            ArtifactError: the bundled model is another than the one it was judged with: the scores
                of a version never change.
        """
        bundled = read_verified(BUNDLED_MODEL).version
        if bundled != manifest.parameters.get(LIGHT):
            raise ArtifactError(
                f"model {manifest.version} reads with {manifest.parameters.get(LIGHT)}, but "
                f"{bundled} is bundled: take the precise model of the same release"
            )
        return cls(manifest, read_precise(directory), read_model(BUNDLED_MODEL))


class _EnglishScorer(SubwordScorer):
    """The mean of both readings; tweets about airlines have their own calibration."""

    def __init__(self, model: PreciseModel, light: BilingualModel) -> None:
        def calibration_of(text: str) -> Calibration:
            is_airline = is_airline_tweet(unescape(text), mentions_topic=True)
            return model.calibrations[AIRLINE if is_airline else GENERAL]

        pieces = WordPieces(model.vocabulary, MAX_PIECES)
        super().__init__(pieces, Graph(GRAPH_NAME, model.graph), calibration_of)
        self._light = EnglishScorer(light.network, light.graph, light.calibrations)

    def logits(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return mean log-probabilities of negative, neutral and positive, shape (n, 3)."""
        own = _log_probabilities(super().logits(texts))
        of_light = _log_probabilities(self._light.logits(texts)[:, :N_CLASSES])
        mean: NDArray[np.float64] = (1 - LIGHT_SHARE) * own + LIGHT_SHARE * of_light
        return mean


def english_logits(
    model: PreciseModel, light: BilingualModel, texts: Sequence[str]
) -> NDArray[np.float64]:
    """Return mean log-probabilities (n, 3) of raw English tweets, before any calibration."""
    return _EnglishScorer(model, light).logits(texts)


def _log_probabilities(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    normalised: NDArray[np.float64] = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    return normalised


def write_precise(directory: Path, model: PreciseModel) -> None:
    """Write the model into an existing directory."""
    (directory / VOCABULARY_NAME).write_text("\n".join(model.vocabulary), "utf-8")
    write_graph(directory / GRAPH_NAME, model.graph)
    write_calibrations(directory, model.calibrations)


def read_precise(directory: Path) -> PreciseModel:
    """Read the files of `write_precise`."""
    vocabulary = (directory / VOCABULARY_NAME).read_text("utf-8").split("\n")
    return PreciseModel(vocabulary, directory / GRAPH_NAME, read_calibrations(directory))
