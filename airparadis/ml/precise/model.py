"""The precise model: its files, and its classifier.

English is read by MiniLM (Wang et al., "MiniLM: Deep Self-Attention Distillation", NeurIPS 2020),
as published in `all-MiniLM-L6-v2`, tuned on labelled tweets; `training.recipe.precise` makes it.
French is read by the French part of the bundled light model.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from airparadis.lib.errors import ArtifactError
from airparadis.ml.artifact import BUNDLED_MODEL, Manifest, read_verified
from airparadis.ml.bilingual import french
from airparadis.ml.bilingual.english import AIRLINE, GENERAL
from airparadis.ml.bilingual.model import FRENCH
from airparadis.ml.bilingual.routing import LanguageRouter
from airparadis.ml.calibration import Calibration, read_calibrations, write_calibrations
from airparadis.ml.light.airline_domain import is_airline_tweet
from airparadis.ml.onnx_graph import Graph, Serialised, write_graph
from airparadis.ml.subwords.scorer import SubwordScorer
from airparadis.ml.subwords.wordpiece import WordPieces
from airparadis.text.cleaning import unescape
from airparadis.text.language import Language

VOCABULARY_NAME, GRAPH_NAME = "vocabulary.txt", "precise.onnx"
MAX_PIECES = 64
FRENCH_DIGEST = "french_digest"
"""Parameter of the manifest: which French part the model was judged with."""


@dataclass(frozen=True)
class PreciseModel:
    """The vocabulary of pieces, the serialised graph and the calibrations by kind of tweet."""

    vocabulary: Sequence[str]
    graph: Serialised
    calibrations: Mapping[str, Calibration]


class PreciseClassifier(LanguageRouter):
    """The precise model with its manifest, as the application serves it."""

    def __init__(self, manifest: Manifest, model: PreciseModel) -> None:
        """Take the French part from the bundled model.

        Raises:
            ArtifactError: the bundled model's French part is another than that of `manifest`.
        """
        english = english_scorer(model)
        reads_french = Language.FRENCH in manifest.languages
        super().__init__(english, _french_scorer(manifest) if reads_french else english)
        self.manifest = manifest

    @classmethod
    def load(cls, directory: Path, manifest: Manifest) -> "PreciseClassifier":
        """Load a directory already verified against `manifest`."""
        return cls(manifest, read_precise(directory))


def english_scorer(model: PreciseModel) -> SubwordScorer:
    """Build the scorer of raw English tweets; those about airlines have their own calibration."""

    def calibration_of(text: str) -> Calibration:
        is_airline = is_airline_tweet(unescape(text), mentions_topic=True)
        return model.calibrations[AIRLINE if is_airline else GENERAL]

    pieces = WordPieces(model.vocabulary, MAX_PIECES)
    return SubwordScorer(pieces, Graph(GRAPH_NAME, model.graph), calibration_of)


def bundled_french() -> tuple[SubwordScorer, str]:
    """Return the scorer of French tweets of the bundled model, and the digest of its files.

    Raises:
        ArtifactError: the bundled model cannot be verified.
    """
    files = read_verified(BUNDLED_MODEL).files
    calibration = read_calibrations(BUNDLED_MODEL)[FRENCH]
    digests = [files[name].sha256 for name in (french.PIECES_NAME, french.GRAPH_NAME)]
    about = json.dumps([*digests, asdict(calibration)], sort_keys=True)
    scorer = french.french_scorer(french.read_french(BUNDLED_MODEL), calibration)
    return scorer, hashlib.sha256(about.encode()).hexdigest()[:16]


def write_precise(directory: Path, model: PreciseModel) -> None:
    """Write the model into an existing directory."""
    (directory / VOCABULARY_NAME).write_text("\n".join(model.vocabulary), "utf-8")
    write_graph(directory / GRAPH_NAME, model.graph)
    write_calibrations(directory, model.calibrations)


def read_precise(directory: Path) -> PreciseModel:
    """Read the files of `write_precise`."""
    vocabulary = (directory / VOCABULARY_NAME).read_text("utf-8").split("\n")
    return PreciseModel(vocabulary, directory / GRAPH_NAME, read_calibrations(directory))


def _french_scorer(manifest: Manifest) -> SubwordScorer:
    """Return the bundled French scorer: a version's scores must never change."""
    scorer, digest = bundled_french()
    if digest != manifest.parameters.get(FRENCH_DIGEST):
        raise ArtifactError(
            f"model {manifest.version} reads French by another bundled model than this one: "
            "take the one of this release, or bundle it again"
        )
    return scorer
