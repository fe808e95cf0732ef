"""What other models say of the training rows, for the recurrent part to learn from.

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
from training.calibration import fit_blend
from training.errors import TrainingError
from training.families import Family, load_family
from training.families.light.keeping import keep

SMALLEST = 1e-9
"""Probabilities are kept this far from 0 and 1, for log-odds to be finite."""

BLOCK = 20_000
"""Tweets asked about at once: what an interruption costs, a minute or so of a large teacher."""


def soft_targets(
    teachers: Sequence[Path],
    linear: LightWeights,
    share: float,
    train: tuple[Sequence[str], NDArray[np.int8]],
    validation: tuple[Sequence[str], NDArray[np.int8]],
    checkpoints: Path | None = None,
) -> NDArray[np.float32]:
    """Probabilities of positive for the training rows to be learnt in place of labels, shape (n,).

    The log-odds of all teachers and of the linear part are weighed on the validation rows; of what
    they make `share` is taken, and the rest of the label. An earlier `light` may teach the next
    one (Furlanello et al., "Born-Again Neural Networks", ICML 2018). What a teacher said is kept
    under `checkpoints`, which belong to these rows, so that none is asked twice.

    Raises:
        ArtifactError: a teacher's directory cannot be verified.
        TrainingError: one is a `light` without a recurrent part.
    """
    readers: Mapping[str, _Reader] = {
        **{read_verified(teacher).version: _reader(teacher) for teacher in teachers},
        "linear": LightScorer(LightModel(linear)).general_scores,
    }

    def parts(name: str, texts: Sequence[str]) -> NDArray[np.float64]:
        columns = []
        for version, read in readers.items():
            kept = checkpoints / "teachers" / version / name if checkpoints else None
            columns.append(in_blocks(read, texts, kept, f"{version} on {name} rows"))
        return np.column_stack(columns)

    slopes, bias = fit_blend(parts("validation", validation[0]), validation[1])
    print("teachers weigh", dict(zip(readers, np.round(slopes, 3).tolist(), strict=True)))
    taught = expit(parts("training", train[0]) @ np.array(slopes) + bias)
    targets: NDArray[np.float32] = (share * taught + (1 - share) * train[1]).astype(np.float32)
    return targets


def in_blocks(
    read: "_Reader", texts: Sequence[str], kept: Path | None, title: str
) -> NDArray[np.float64]:
    """What `read` says of all texts, asked block by block; a block found in `kept` is not asked."""
    starts = range(0, len(texts), BLOCK)
    blocks = tqdm(starts, desc=title, mininterval=1, disable=len(starts) < 2)
    said = [_block(read, texts[each : each + BLOCK], kept, f"{each}.npy") for each in blocks]
    return np.concatenate(said)


def _block(
    read: "_Reader", texts: Sequence[str], kept: Path | None, name: str
) -> NDArray[np.float64]:
    if kept is not None and (kept / name).exists():
        known: NDArray[np.float64] = np.load(kept / name)
        return known
    said = read(texts)
    keep(kept, name, lambda directory: np.save(directory / name, said))
    return said


_Reader: TypeAlias = Callable[[Sequence[str]], NDArray[np.float64]]
"""Log-odds of positive, shape (n,), of raw tweets."""


def _reader(teacher: Path) -> _Reader:
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
    scores: NDArray[np.float64] = logit(np.clip(positive, SMALLEST, 1 - SMALLEST))
    return scores
