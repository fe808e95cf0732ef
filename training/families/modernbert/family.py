"""The `modernbert` family: tokenizer, model and calibration under the contract of families."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from torch import nn
from transformers import PreTrainedTokenizerBase, set_seed

from training.families import NOWHERE, Workspace
from training.families.machine import device, limit_threads, precision_line
from training.families.modernbert.classification import log_odds, tune
from training.families.modernbert.pretraining import pretrain
from training.families.modernbert.saved import read_classifier, read_tokenizer
from training.families.modernbert.settings import PRETRAINED, ModernBertSettings
from training.families.modernbert.tokens import (
    EncodedTweets,
    cleaned,
    encode,
    train_tokenizer,
)
from training.families.modernbert.trainer import checkpoint_directory
from training.linear.calibration import fit_platt

SETTINGS = "modernbert.json"


class ModernBert:
    """A transformer; `fit` or `load` sets `model_`, `tokenizer_`, `calibration_`, `learnt_`."""

    name = "modernbert"
    libraries: Sequence[str] = ("torch", "transformers", "tokenizers", "safetensors")

    def __init__(self, settings: ModernBertSettings = PRETRAINED) -> None:
        self._settings = settings
        self.learnt_: dict[str, int | float] = {}

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
        limit_threads()
        print(precision_line(device(), nn.Linear))
        texts = cleaned(X)
        self.tokenizer_ = self._tokenizer(texts)
        tweets = self._encode(texts, y)
        validation = self._encode(cleaned(X_validation), y_validation)
        self.learnt_ = {}
        with checkpoint_directory(
            workspace.checkpoints, self._settings, tweets, validation
        ) as directory:
            start = self._start(tweets, validation, directory / "pretraining")
            set_seed(self._settings.seed)
            self.model_ = read_classifier(start)
            tune(
                self.model_,
                self.tokenizer_,
                tweets,
                validation,
                self._settings,
                directory / "classification",
                workspace.on_epoch,
            )
        self.calibration_ = fit_platt(self._log_odds(validation), y_validation)
        self.learnt_ |= {"weights": self.model_.num_parameters()}

    def predict_proba(self, X: Sequence[str]) -> NDArray[np.float64]:
        """Return calibrated probabilities of raw tweets, shape (n, 2)."""
        slope, offset = self.calibration_
        positive = expit(slope * self._log_odds(self._encode(cleaned(X))) + offset)
        return np.column_stack([1 - positive, positive])

    def save(self, directory: Path) -> None:
        """Write weights, tokenizer, settings and calibration into an existing directory."""
        self.model_.save_pretrained(directory)
        self.tokenizer_.save_pretrained(directory)
        described = {
            "settings": self._settings.parameters,
            "learnt": self.learnt_,
            "calibration": self.calibration_,
        }
        (directory / SETTINGS).write_text(json.dumps(described, indent=2), "utf-8")

    @classmethod
    def load(cls, directory: Path) -> "ModernBert":
        """Read what `save` wrote."""
        described = json.loads((directory / SETTINGS).read_text("utf-8"))
        family = cls(ModernBertSettings(**described["settings"]))
        family.learnt_ = described["learnt"]
        family.calibration_ = tuple(described["calibration"])
        family.tokenizer_ = read_tokenizer(str(directory))
        family.model_ = read_classifier(directory)
        return family

    def _tokenizer(self, texts: Sequence[str]) -> PreTrainedTokenizerBase:
        settings = self._settings
        if settings.from_scratch:
            return train_tokenizer(texts, settings.vocabulary_size, settings.max_length)
        return read_tokenizer(settings.model)

    def _start(self, tweets: EncodedTweets, validation: EncodedTweets, directory: Path) -> str:
        if not self._settings.from_scratch:
            return self._settings.model
        self.learnt_ |= pretrain(self.tokenizer_, tweets, validation, self._settings, directory)
        return str(directory)

    def _encode(self, texts: Sequence[str], y: NDArray[np.int8] | None = None) -> EncodedTweets:
        return encode(self.tokenizer_, texts, self._settings.max_length, y)

    def _log_odds(self, tweets: EncodedTweets) -> NDArray[np.float64]:
        return log_odds(self.model_, self.tokenizer_, tweets.without_labels())
