"""Rows of a retraining: those that it is fitted on, and those that the gate judges by."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.artifact import Manifest
from training.data.material import Material
from training.data.reviewed import ReviewedTweets
from training.data.split import Part
from training.data.tweets import Tweets, key_texts
from training.errors import TrainingError
from training.evaluation.gate import Rows

GENERAL_ROWS = 20_000
"""Rows of its part that the gate looks at: ±.005 of accuracy is seen, in half a minute."""

SEED = 42


def training_rows(
    material: Material, reviewed: ReviewedTweets, weight: int
) -> tuple[list[str], NDArray[np.int8]]:
    """Select base rows and reviewed ones, these `weight` times; no near-duplicate of a test."""
    texts, y = base_rows(material, reviewed)
    new_texts, new_y = new_rows(material, reviewed)
    return texts + new_texts * weight, np.concatenate([y, np.tile(new_y, weight)])


def base_rows(material: Material, reviewed: ReviewedTweets) -> tuple[list[str], NDArray[np.int8]]:
    """Select training rows of the base data, without the texts that reviewers keep to test."""
    texts, y = material.labelled(Part.TRAIN)
    return _without(texts, y, key_texts(reviewed.rows(test=True)[0]))


def new_rows(material: Material, reviewed: ReviewedTweets) -> tuple[list[str], NDArray[np.int8]]:
    """Select reviewed tweets in no test and in no other part of the base data."""
    others = material.tweets.keys[material.split.parts != Part.TRAIN]
    return _without(*reviewed.rows(test=False), others)


def general_rows(material: Material, champion: Manifest) -> Rows:
    """Draw a fixed sample of the gate's part, or of the validation part of a split without one.

    Near-duplicates of training rows are left out. A champion of other data or another split may
    have learnt these rows, and one of a split without such a part was tuned on them.
    """
    tweets, split = material.tweets, material.split
    part = Part.GATE if len(split.rows(Part.GATE)) else Part.VALIDATION
    rows = split.rows(part)
    rows = rows[~np.isin(tweets.keys[rows], tweets.keys[split.rows(Part.TRAIN)])]
    if len(rows) > GENERAL_ROWS:
        rows = np.sort(np.random.default_rng(SEED).choice(rows, GENERAL_ROWS, replace=False))
    known = (champion.data_fingerprint, champion.split_fingerprint)
    is_of_split = known == (split.data_fingerprint, split.fingerprint)
    may_be_learnt = not is_of_split or part is Part.VALIDATION
    return Rows([tweets.texts[row] for row in rows], tweets.y[rows], may_be_learnt=may_be_learnt)


def refuse_learnt(tweets: Tweets, manifests: Iterable[Manifest]) -> None:
    """Refuse to judge models on the very file that one of them was fitted on.

    Raises:
        TrainingError: the gate cannot judge.
    """
    for manifest in manifests:
        if manifest.data_fingerprint == tweets.fingerprint:
            raise TrainingError(
                f"cannot judge: {manifest.version} was trained on these tweets; give later ones"
            )


def _without(
    texts: list[str], y: NDArray[np.int8], keys: NDArray[np.uint64]
) -> tuple[list[str], NDArray[np.int8]]:
    rows = np.flatnonzero(~np.isin(key_texts(texts), keys))
    return [texts[row] for row in rows], y[rows]
