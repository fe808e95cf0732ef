"""Calibration of a network's logits, fitted on validation rows by Platt scaling (Platt, 1999).

Two questions are calibrated separately: which way a tweet leans, and whether it has an opinion.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

CALIBRATION_NAME = "calibration.json"

N_CLASSES = 3
NEGATIVE, NEUTRAL, POSITIVE = range(N_CLASSES)
"""Columns of logits and of probabilities."""

EMOTICON = N_CLASSES
"""Column of the fourth logit, of those networks that have it."""


@dataclass(frozen=True)
class Calibration:
    """Slopes and biases of log-odds.

    The leaning is `slope` times the logit of positive minus that of negative, plus `bias`. A tweet
    without an opinion still has a mood: the fourth logit, of a happy emoticon, counts `emoticon`
    times the squared share of neutral. Neutral against the rest is `neutral_slope` times the logit
    of neutral minus that of either opinion, plus `neutral_bias`.
    """

    slope: float
    bias: float
    neutral_slope: float
    neutral_bias: float
    emoticon: float = 0.0

    def leaning(self, logits: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the log-odds of positive over negative, shape (n,), of logits (n, 3 or 4)."""
        score = logits[:, POSITIVE] - logits[:, NEGATIVE]
        if self.emoticon:
            neutral = _expit(_neutral_score(logits))
            score = score + self.emoticon * neutral**2 * logits[:, EMOTICON]
        return self.slope * score + self.bias

    def neutrality(self, logits: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the log-odds of neutral over either opinion, shape (n,)."""
        return self.neutral_slope * _neutral_score(logits) + self.neutral_bias


def class_probabilities(
    leaning: NDArray[np.float64], neutrality: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return probabilities of negative, neutral and positive, shape (n, 3), of log-odds (n,)."""
    neutral, opinion = _expit(neutrality), _expit(-neutrality)
    return np.column_stack([opinion * _expit(-leaning), neutral, opinion * _expit(leaning)])


def leaning_probabilities(leaning: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return probabilities of negative and positive, shape (n, 2), of log-odds (n,)."""
    return np.column_stack([_expit(-leaning), _expit(leaning)])


def write_calibrations(directory: Path, calibrations: Mapping[str, Calibration]) -> None:
    """Write the calibrations of the kinds of tweets, by name."""
    values = {kind: asdict(calibration) for kind, calibration in calibrations.items()}
    (directory / CALIBRATION_NAME).write_text(json.dumps(values, indent=2) + "\n", "utf-8")


def read_calibrations(directory: Path) -> dict[str, Calibration]:
    """Read the file of `write_calibrations`."""
    stored = json.loads((directory / CALIBRATION_NAME).read_text("utf-8"))
    return {kind: Calibration(**values) for kind, values in stored.items()}


def _neutral_score(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the logit of neutral minus that of either opinion, shape (n,)."""
    opinion: NDArray[np.float64] = np.logaddexp(logits[:, NEGATIVE], logits[:, POSITIVE])
    return logits[:, NEUTRAL] - opinion


def _expit(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Compute 1 / (1 + exp(-x)) without overflow, small values exactly."""
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, small) / (1.0 + small)
