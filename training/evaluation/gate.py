"""A champion and a candidate measured on the same rows; `airparadis.domain.models.gate` judges."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airparadis.domain.models.gate import Gain, Measurement, Pair, Slice
from airparadis.domain.review.topics import DEFAULT_TOPICS, Topic
from airparadis.ml.artifact import read_verified
from airparadis.ml.calibration import NEGATIVE, NEUTRAL, POSITIVE
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

KINDS = ("thanks", "words of praise", "a rating", "emoji or emoticon")
"""Slices often read wrongly: judged on the domain test, by three classes where they can be."""

LABELS = {"negative": NEGATIVE, "neutral": NEUTRAL, "positive": POSITIVE}

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

    def slices(self, masks: Mapping[str, NDArray[np.bool_]]) -> list[Slice]:
        hits = [(positive >= 0.5) == (self.rows.y == 1) for positive in self.models]
        same = self.models[0] == self.models[1]
        return _slices(masks, hits, same, may_be_learnt=self.rows.may_be_learnt)

    def masks(self, where: str, names: Sequence[str]) -> dict[str, NDArray[np.bool_]]:
        return _masks(self.rows.texts, where, names)


@dataclass(frozen=True)
class _ThreeClasses:
    """Domain rows with their labels 0 to 2 and the probabilities (n, 3) of both models."""

    texts: Sequence[str]
    labels: NDArray[np.int_]
    models: tuple[NDArray[np.float64], NDArray[np.float64]]

    @classmethod
    def of(cls, models: Sequence[Scorer], rows: Rows) -> "_ThreeClasses | None":
        """Score the rows; None unless some are neutral and both models know neutral."""
        if not rows.neutral:
            return None
        texts = [*rows.texts, *rows.neutral]
        champion, candidate = (model.predict_classes(texts) for model in models)
        if champion is None or candidate is None:
            return None
        labels = np.concatenate([rows.y * 2, np.full(len(rows.neutral), NEUTRAL)])
        return cls(texts, labels, (champion, candidate))

    def macro_recall(self) -> Pair:
        return Pair(*(macro_recall(self.labels, said.argmax(axis=1)).value for said in self.models))

    def slices(self) -> list[Slice]:
        """Accuracy of three classes on the rows of each label and of each kind."""
        where = "reviewed, three classes"
        masks = {
            f"{where}: labelled {label}": self.labels == place for label, place in LABELS.items()
        } | _masks(self.texts, where, (*GATE_SLICES, *KINDS))
        champion, candidate = self.models
        hits = [said.argmax(axis=1) == self.labels for said in self.models]
        return _slices(masks, hits, (champion == candidate).all(axis=1), may_be_learnt=False)


def _masks(texts: Sequence[str], where: str, names: Sequence[str]) -> dict[str, NDArray[np.bool_]]:
    marked = slices_of(texts)
    return {f"{where}, {name}": marked[name] for name in names}


def _slices(
    masks: Mapping[str, NDArray[np.bool_]],
    hits: Sequence[NDArray[np.bool_]],
    same: NDArray[np.bool_],
    *,
    may_be_learnt: bool,
) -> list[Slice]:
    """Make a slice of each mask (n,): `hits` of both models and `same`, equal scores, are (n,)."""
    return [
        Slice(
            name,
            int(mask.sum()),
            Pair(*(float(hit[mask].mean()) for hit in hits)),
            is_unchanged=bool(same[mask].all()),
            may_be_learnt=may_be_learnt,
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
    in_three = _ThreeClasses.of(models, domain)
    kinds = on_domain.masks("reviewed", GATE_SLICES if in_three else (*GATE_SLICES, *KINDS))
    speed = measure_speed(candidate, (general or domain).texts[:N_TIMED], processes=1)
    files = read_verified(candidate).files.values()
    return Measurement(
        rows=len(domain.y),
        gain=on_domain.gain(),
        slices=(
            *on_domain.slices({**_by_topic(domain, topics), **kinds}),
            *(in_three.slices() if in_three else ()),
            *(part for scored in on_general for part in _general_slices(scored)),
        ),
        calibration_error=on_domain.calibration_error(),
        regressions=tuple(sorted(failures(new) - failures(old))),
        latency_ms=speed.latency.median_us / 1_000,
        size_mb=sum(record.size for record in files) / 1e6,
        macro_recall=in_three.macro_recall() if in_three else None,
    )


def _by_topic(rows: Rows, topics: Sequence[Topic]) -> dict[str, NDArray[np.bool_]]:
    """Return a mask (n,) of the rows on each topic."""
    return {
        f"topic: {topic.name}": np.array([topic.matches(text) for text in rows.texts], bool)
        for topic in topics
    }


def _general_slices(scored: _Scored) -> list[Slice]:
    everything = np.ones(len(scored.rows.y), bool)
    return scored.slices({"general": everything, **scored.masks("general", GATE_SLICES)})
