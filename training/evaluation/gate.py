"""A champion and a candidate measured on the same rows; `airparadis.domain.models.gate` judges."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airparadis.domain.models.gate import Gain, Measurement, Pair, Slice
from airparadis.domain.review.topics import DEFAULT_TOPICS, Topic
from airparadis.ml.artifact import read_verified
from training.evaluation.behaviour import failures
from training.evaluation.bootstrap import FIGURES, ScoredRows, resampled_figures
from training.evaluation.figures import expected_calibration_error
from training.evaluation.loading import Scorer, load_model
from training.evaluation.slices import slices_of
from training.evaluation.speed import measure_speed
from training.evaluation.three_classes import macro_recall

N_TIMED = 300
"""Tweets scored one by one to time the candidate."""

GATE_SLICES = ("negation", "fewer than 5 words")
"""Slices of the comparison that the gate judges, too."""

TAILS = (0.025, 0.975)


@dataclass(frozen=True)
class Rows:
    """Labelled tweets: `y`, shape (n,), is 0 or 1; `neutral` are texts of neutral ones.

    `may_be_learnt` says that the champion may have been fitted or tuned on them.
    """

    texts: Sequence[str]
    y: NDArray[np.int8]
    neutral: Sequence[str] = ()
    may_be_learnt: bool = False


@dataclass(frozen=True)
class _Scored:
    """Rows with P(positive) of champion and candidate, both of shape (n,)."""

    rows: Rows
    models: tuple[NDArray[np.float64], NDArray[np.float64]]

    def gain(self) -> Gain:
        y, f1 = self.rows.y, FIGURES.index("f1_negative")
        models = [ScoredRows(y, positive) for positive in self.models]
        point = Pair(*(float(np.nan_to_num(model.figures()[f1])) for model in models))
        resampled = resampled_figures(models)[:, :, f1]
        low, high = np.nanquantile(resampled[:, 1] - resampled[:, 0], TAILS)
        return Gain(point, float(low), float(high))

    def calibration_error(self) -> Pair:
        return Pair(*(expected_calibration_error(model, self.rows.y) for model in self.models))

    def slices(self, where: str, masks: Mapping[str, NDArray[np.bool_]]) -> list[Slice]:
        marked = slices_of(self.rows.texts)
        masks = {**masks, **{f"{where}, {name}": marked[name] for name in GATE_SLICES}}
        hits = [(positive >= 0.5) == (self.rows.y == 1) for positive in self.models]
        return [
            Slice(
                name,
                int(mask.sum()),
                Pair(*(float(hit[mask].mean()) for hit in hits)),
                is_unchanged=bool((self.models[0] == self.models[1])[mask].all()),
                may_be_learnt=self.rows.may_be_learnt,
            )
            for name, mask in masks.items()
            if mask.any()
        ]


def measure(
    champion: Path,
    candidate: Path,
    domain: Rows,
    general: Rows | None,
    topics: Sequence[Topic] = DEFAULT_TOPICS,
) -> Measurement:
    """Load both artifacts and take every measure that the gate judges.

    Args:
        champion: artifact directory of the model that serves.
        candidate: artifact directory of the one that would.
        domain: the reviewed test, on which a gain must show.
        general: rows of the gate's own part of the split, on which nothing may be lost; None if
            there is no base data.
        topics: slices of the domain test.

    Raises:
        ArtifactError: one of them cannot be verified.
    """
    models = load_model(champion), load_model(candidate)
    old, new = (model.predict_proba for model in models)
    on_domain, *on_general = (
        _Scored(rows, (old(rows.texts)[:, 1], new(rows.texts)[:, 1]))
        for rows in (domain, general)
        if rows is not None
    )
    by_topic = {
        f"topic: {topic.name}": np.array([topic.matches(text) for text in domain.texts], bool)
        for topic in topics
    }
    general_slices = [
        part
        for scored in on_general
        for part in scored.slices("general", {"general": np.ones(len(scored.rows.y), bool)})
    ]
    speed = measure_speed(candidate, (general or domain).texts[:N_TIMED], processes=1)
    files = read_verified(candidate).files.values()
    return Measurement(
        rows=len(domain.y),
        gain=on_domain.gain(),
        slices=(*on_domain.slices("reviewed", by_topic), *general_slices),
        calibration_error=on_domain.calibration_error(),
        regressions=tuple(sorted(failures(new) - failures(old))),
        latency_ms=speed.latency.median_us / 1_000,
        size_mb=sum(record.size for record in files) / 1e6,
        macro_recall=_macro_recall(models, domain),
    )


def _macro_recall(models: Sequence[Scorer], rows: Rows) -> Pair | None:
    """Return the mean recall of three classes, if the rows and both models know neutral."""
    texts = [*rows.texts, *rows.neutral]
    classes = [model.predict_classes(texts) for model in models] if rows.neutral else [None]
    truth = np.concatenate([rows.y * 2, np.full(len(rows.neutral), 1)])
    found = [
        macro_recall(truth, probabilities.argmax(axis=1)).value
        for probabilities in classes
        if probabilities is not None
    ]
    return Pair(*found) if len(found) == len(models) else None
