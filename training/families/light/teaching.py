"""Probabilities of other models on the training rows, for the recurrent part to learn from.

Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural Network" (2015): a small network
learns more from a good model's probabilities than from labels, the more so where labels are noise.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit
from tqdm import tqdm

from airparadis.ml.artifact import read_verified
from airparadis.ml.light.model import LightModel, read_model
from airparadis.ml.light.scoring import LightScorer
from airparadis.ml.light.weights import LightWeights
from training.errors import TrainingError
from training.families import Family, load_family
from training.families.light.checkpoints import store
from training.linear.calibration import fit_blend

MIN_PROBABILITY = 1e-9
"""Probabilities stay this far from 0 and 1, for log-odds to be finite."""

BLOCK_SIZE = 20_000
"""Tweets scored at once: an interruption costs a minute or so of a large teacher."""


def soft_targets(
    teachers: Sequence[Path],
    linear: LightWeights,
    share: float,
    train: tuple[Sequence[str], NDArray[np.int8]],
    validation: tuple[Sequence[str], NDArray[np.int8]],
    checkpoints: Path | None = None,
) -> NDArray[np.float32]:
    """Return probabilities of the training rows, shape (n,), to learn instead of labels.

    The log-odds of all teachers and of the linear part are weighed on the validation rows; the
    result has the weight `share`, the label the rest. An earlier `light` may teach the next one
    (Furlanello et al., "Born-Again Neural Networks", ICML 2018). Scores are stored under
    `checkpoints`, which belong to these rows, so that no teacher is asked twice.

    Raises:
        ArtifactError: a teacher's directory cannot be verified.
        TrainingError: one is a `light` without a recurrent part.
    """
    scorers: Mapping[str, _Score] = {
        **{read_verified(teacher).version: _scorer(teacher) for teacher in teachers},
        "linear": LightScorer(LightModel(linear)).general_scores,
    }

    def parts(name: str, texts: Sequence[str]) -> NDArray[np.float64]:
        columns = []
        for version, score in scorers.items():
            folder = checkpoints / "teachers" / version / name if checkpoints else None
            columns.append(in_blocks(score, texts, folder, f"{version} on {name} rows"))
        return np.column_stack(columns)

    slopes, bias = fit_blend(parts("validation", validation[0]), validation[1])
    print("teachers weigh", dict(zip(scorers, np.round(slopes, 3).tolist(), strict=True)))
    learnt = expit(parts("training", train[0]) @ np.array(slopes) + bias)
    targets: NDArray[np.float32] = (share * learnt + (1 - share) * train[1]).astype(np.float32)
    return targets


def in_blocks(
    score: "_Score", texts: Sequence[str], folder: Path | None, title: str
) -> NDArray[np.float64]:
    """Score all texts block by block; a block found in `folder` is not scored again."""
    starts = range(0, len(texts), BLOCK_SIZE)
    blocks = tqdm(starts, desc=title, mininterval=1, disable=len(starts) < 2)
    return np.concatenate(
        [
            _block(score, texts[start : start + BLOCK_SIZE], folder, f"{start}.npy")
            for start in blocks
        ]
    )


def _block(
    score: "_Score", texts: Sequence[str], folder: Path | None, name: str
) -> NDArray[np.float64]:
    if folder is not None and (folder / name).exists():
        stored: NDArray[np.float64] = np.load(folder / name)
        return stored
    scores = score(texts)
    store(folder, name, lambda directory: np.save(directory / name, scores))
    return scores


_Score: TypeAlias = Callable[[Sequence[str]], NDArray[np.float64]]
"""Map raw tweets to log-odds of positive, shape (n,)."""


def _scorer(teacher: Path) -> _Score:
    name = read_verified(teacher).family
    if name != "light":
        return partial(_log_odds, load_family(name, teacher))
    model = read_model(teacher)
    if model.network is None:
        raise TrainingError(f"{teacher} has no recurrent part: it can't teach")
    scorer = LightScorer(model)
    return lambda texts: scorer.parts(texts)[1]


def _log_odds(family: Family, texts: Sequence[str]) -> NDArray[np.float64]:
    positive = family.predict_proba(texts)[:, 1]
    scores: NDArray[np.float64] = logit(np.clip(positive, MIN_PROBABILITY, 1 - MIN_PROBABILITY))
    return scores
