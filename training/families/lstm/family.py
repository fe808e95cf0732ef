"""The `lstm` family: network, vocabulary and calibration under the contract of families."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from scipy.special import expit

from training.families import NOWHERE, Workspace
from training.families.lstm.checkpoint import Checkpoint
from training.families.lstm.loop import Labelled, Trainer, score
from training.families.lstm.network import Network
from training.families.lstm.settings import (
    NETWORK,
    SETTINGS,
    VOCABULARY,
    LstmSettings,
    Precision,
)
from training.families.lstm.vectors import StartVectors, start_vectors
from training.families.lstm.vocabulary import Vocabulary, read_vocabulary
from training.linear.calibration import fit_platt


class Lstm:
    """An LSTM; `fit` or `load` sets `network_`, `vocabulary_`, `calibration_`, `learnt_`."""

    name = "lstm"
    libraries: Sequence[str] = ("torch", "safetensors")

    def __init__(self, settings: LstmSettings | None = None) -> None:
        self._settings = settings or LstmSettings()
        self.learnt_: dict[str, int | float | str] = {}

    @property
    def parameters(self) -> dict[str, bool | int | float | str]:
        """Settings and figures of the fit."""
        return self._settings.parameters | self.learnt_

    def fit(
        self,
        X: Sequence[str],
        y: NDArray[np.int8],
        X_validation: Sequence[str],
        y_validation: NDArray[np.int8],
        workspace: Workspace = NOWHERE,
    ) -> None:
        """Fit on raw tweets and labels; stop early and calibrate on the validation rows."""
        self.vocabulary_, tweets = read_vocabulary(X, self._settings.min_count)
        vectors = start_vectors(self.vocabulary_, tweets, self._settings)
        train = Labelled(tweets, y)
        validation = Labelled(self.vocabulary_.encode(X_validation, "encode"), y_validation)
        checkpoint = self._checkpoint(workspace, vectors, train, validation)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(self._settings.seed)
            self.network_ = Network(self._settings, *vectors.matrix.shape)
            self.network_.set_vectors(vectors.matrix)
            trainer = Trainer(
                self.network_, self._settings, train, validation, workspace.on_epoch, checkpoint
            )
            trainer.run()
        self.calibration_ = fit_platt(score(self.network_, validation.tweets), y_validation)
        self.learnt_ = {
            "words": len(self.vocabulary_.words),
            "dimensions": vectors.matrix.shape[1],
            "covered_words": round(vectors.covered_words, 4),
            "covered_tokens": round(vectors.covered_tokens, 4),
            "best_epoch": trainer.progress.best_epoch,
            "trained_in": str(trainer.precision),
        }

    def predict_proba(self, X: Sequence[str]) -> NDArray[np.float64]:
        """Return calibrated probabilities of raw tweets, shape (n, 2)."""
        slope, offset = self.calibration_
        logits = score(self.network_, self.vocabulary_.encode(X, "score"))
        positive: NDArray[np.float64] = expit(slope * logits + offset)
        return np.column_stack([1 - positive, positive])

    def save(self, directory: Path) -> None:
        """Write weights, words and settings into an existing directory."""
        save_file(self.network_.state_dict(), directory / NETWORK)
        _write_json(directory / VOCABULARY, self.vocabulary_.words)
        settings = self._settings.parameters
        described = {"settings": settings, "learnt": self.learnt_, "calibration": self.calibration_}
        _write_json(directory / SETTINGS, described)

    @classmethod
    def load(cls, directory: Path) -> "Lstm":
        """Read what `save` wrote."""
        described = _read_json(directory / SETTINGS)
        settings = described["settings"]
        embeddings = None if settings["embeddings"] == "none" else Path(settings["embeddings"])
        precision = Precision(settings["precision"])
        family = cls(LstmSettings(**settings | {"embeddings": embeddings, "precision": precision}))
        family.learnt_ = described["learnt"]
        family.calibration_ = tuple(described["calibration"])
        family.vocabulary_ = Vocabulary(
            tuple(json.loads((directory / VOCABULARY).read_text("utf-8")))
        )
        weights = load_file(directory / NETWORK)
        family.network_ = Network(family._settings, *weights["embedding.weight"].shape)
        family.network_.load_state_dict(weights)
        return family

    def _checkpoint(
        self, workspace: Workspace, vectors: StartVectors, train: Labelled, validation: Labelled
    ) -> Checkpoint | None:
        if workspace.checkpoints is None:
            return None
        digest = hashlib.sha256(json.dumps(self._settings.parameters).encode())
        digest.update(vectors.matrix.tobytes())
        for rows in (train, validation):
            for column in (rows.tweets.numbers, rows.tweets.starts, rows.y):
                digest.update(column.tobytes())
        return Checkpoint(workspace.checkpoints / "lstm.pt", digest.hexdigest())


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
