"""What a larger model says of the training rows, for the recurrent part to learn from.

Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural Network" (2015): a small network
learns more from a good model's probabilities than from labels, the more so where labels are noise.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from airparadis.artifact import read_verified
from airparadis.light.model import LightModel
from airparadis.light.scoring import LightScorer
from airparadis.light.weights import LightWeights
from training.calibration import fit_blend
from training.errors import TrainingError
from training.families import load_family

TEACHER = "lstm"
SMALLEST = 1e-9
"""Probabilities are kept this far from 0 and 1, for log-odds to be finite."""


def soft_targets(
    teacher: Path,
    linear: LightWeights,
    share: float,
    train: tuple[Sequence[str], NDArray[np.int8]],
    validation: tuple[Sequence[str], NDArray[np.int8]],
) -> NDArray[np.float32]:
    """Probabilities of positive for the training rows to be learnt in place of labels, shape (n,).

    The teacher's log-odds and the linear part's are weighed on the validation rows; of what they
    make `share` is taken, and the rest of the label.

    Raises:
        ArtifactError: the teacher's directory cannot be verified.
        TrainingError: it is of another family.
    """
    manifest = read_verified(teacher)
    if manifest.family != TEACHER:
        raise TrainingError(f"{teacher} is of {manifest.family}: the teacher has to be {TEACHER}")
    family, scorer = load_family(TEACHER, teacher), LightScorer(LightModel(linear))

    def parts(texts: Sequence[str]) -> NDArray[np.float64]:
        positive = np.clip(family.predict_proba(texts)[:, 1], SMALLEST, 1 - SMALLEST)
        return np.column_stack([logit(positive), scorer.general_scores(texts)])

    slopes, bias = fit_blend(parts(validation[0]), validation[1])
    taught = expit(parts(train[0]) @ np.array(slopes) + bias)
    targets: NDArray[np.float32] = (share * taught + (1 - share) * train[1]).astype(np.float32)
    return targets
