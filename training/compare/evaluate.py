"""Trained artifacts judged on a labelled file: figures, slices, three classes, worst mistakes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.compare.figures import JudgedModel
from training.compare.quality import Trial
from training.data.tweets import Tweets
from training.evaluation.bootstrap import Interval
from training.evaluation.loading import Scorer, load_model
from training.evaluation.slices import slices_of
from training.evaluation.three_classes import macro_recall

N_MISTAKES = 20
MIN_SLICE_ROWS = 30
"""A slice of fewer rows is left out: its accuracy is chance."""


@dataclass(frozen=True)
class Mistake:
    """A tweet that a model gets wrong: its text, its label, and P(positive)."""

    text: str
    label: str
    positive: float


@dataclass(frozen=True)
class Evaluation:
    """Models on the rows of a file; `rows` are counted by label, `slices` by name.

    `macro_recall`, of three classes, and `mistakes`, the surest first, are by version; the former
    is of models that know neutral tweets, on files that hold some.
    """

    made_at: str
    data: str
    data_fingerprint: str
    rows: Mapping[str, int]
    models: list[JudgedModel]
    slices: Mapping[str, int]
    macro_recall: Mapping[str, Interval]
    mistakes: Mapping[str, list[Mistake]]
    fitted_on_it: list[str]
    """Versions that were fitted on this very file: their figures flatter."""


def evaluate_models(name: str, tweets: Tweets, directories: Sequence[Path]) -> Evaluation:
    """Judge artifacts on the tweets of the file `name`; the first is compared with the others.

    Raises:
        ArtifactError: a directory is not what its manifest says.
        TrainingError: a library is missing.
    """
    scorers = [load_model(directory) for directory in directories]
    versions = [scorer.manifest.version for scorer in scorers]
    positive = [scorer.predict_proba(tweets.texts)[:, 1] for scorer in scorers]
    masks = {
        label: mask
        for label, mask in slices_of(tweets.texts).items()
        if mask.sum() >= MIN_SLICE_ROWS
    }
    trial = Trial(tweets.y, positive)
    judged = zip(trial.qualities(), trial.slices(masks), trial.against(0), strict=True)
    counts = np.bincount(tweets.y, minlength=2).tolist()
    return Evaluation(
        made_at=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        data=name,
        data_fingerprint=tweets.fingerprint,
        rows={"negative": counts[0], "neutral": len(tweets.neutral), "positive": counts[1]},
        models=[
            JudgedModel(scorer.manifest.version, scorer.manifest.family, quality, slices, against)
            for scorer, (quality, slices, against) in zip(scorers, judged, strict=True)
        ],
        slices={label: int(mask.sum()) for label, mask in masks.items()},
        macro_recall=_macro_recalls(scorers, tweets),
        mistakes={
            version: _worst(tweets, scores)
            for version, scores in zip(versions, positive, strict=True)
        },
        fitted_on_it=[
            scorer.manifest.version
            for scorer in scorers
            if scorer.manifest.data_fingerprint == tweets.fingerprint
        ],
    )


def _macro_recalls(scorers: Sequence[Scorer], tweets: Tweets) -> dict[str, Interval]:
    if not tweets.neutral:
        return {}
    truth = np.concatenate([tweets.y * 2, np.full(len(tweets.neutral), 1)])
    texts = [*tweets.texts, *tweets.neutral]
    return {
        scorer.manifest.version: macro_recall(truth, classes.argmax(axis=1))
        for scorer in scorers
        if (classes := scorer.predict_classes(texts)) is not None
    }


def _worst(tweets: Tweets, positive: NDArray[np.float64]) -> list[Mistake]:
    error = np.abs(positive - tweets.y)
    worst = np.argsort(-error, kind="stable")[:N_MISTAKES]
    return [
        Mistake(tweets.texts[row], ("negative", "positive")[tweets.y[row]], float(positive[row]))
        for row in worst
        if error[row] > 1 / 2
    ]
