"""A champion and a candidate on the same rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airparadis.domain.models.gate import Gain, Measurement, Pair, Slice
from airparadis.domain.review.topics import DEFAULT_TOPICS, Topic
from airparadis.ml.artifact import read_verified
from training.calibration import expected_calibration_error
from training.evaluation.bootstrap import FIGURES, ScoredRows, resampled_figures
from training.evaluation.loading import Score, load_scorer
from training.evaluation.slices import slices_of
from training.evaluation.speed import measure_speed
from training.gate.cases import failures

TIMED = 300
"""Tweets scored one by one to time the candidate."""

GATE_SLICES = ("negation", "fewer than 5 words")
"""Of those that models are compared by."""

TAILS = (0.025, 0.975)


@dataclass(frozen=True)
class Rows:
    """Labelled tweets: `y`, shape (n,), is 0 or 1; `unseen` marks texts that training never met."""

    texts: Sequence[str]
    y: NDArray[np.int8]
    unseen: NDArray[np.bool_] | None = None


@dataclass(frozen=True)
class _Scored:
    """Rows with P(positive) of champion and candidate, both of shape (n,)."""

    rows: Rows
    champion: NDArray[np.float64]
    candidate: NDArray[np.float64]

    @classmethod
    def of(cls, rows: Rows, champion: Score, candidate: Score) -> "_Scored":
        """Score the rows by both."""
        return cls(rows, champion(rows.texts)[:, 1], candidate(rows.texts)[:, 1])


def measure(
    champion: Path,
    candidate: Path,
    domain: Rows,
    general: Rows,
    topics: Sequence[Topic] = DEFAULT_TOPICS,
) -> Measurement:
    """Load both artifacts and measure all that the gate asks for.

    Args:
        champion: artifact directory of the model that serves.
        candidate: artifact directory of the one that would.
        domain: the reviewed test: what a gain is told by.
        general: rows of the frozen test, which must not be unlearnt.
        topics: slices of the domain test.

    Raises:
        ArtifactError: one of them cannot be verified.
    """
    scores = load_scorer(champion), load_scorer(candidate)
    on_domain, on_general = (_Scored.of(rows, *scores) for rows in (domain, general))
    manifest = read_verified(candidate)
    speed = measure_speed(candidate, general.texts[:TIMED], processes=1)
    return Measurement(
        rows=len(domain.y),
        gain=_gain(on_domain),
        slices=(*_domain_slices(on_domain, topics), *_general_slices(on_general)),
        calibration_error=_calibration_error(on_domain),
        regressions=tuple(sorted(failures(scores[1]) - failures(scores[0]))),
        latency_ms=speed.latency.median_us / 1_000,
        size_mb=sum(record.size for record in manifest.files.values()) / 1e6,
    )


def _gain(scored: _Scored) -> Gain:
    y, f1 = scored.rows.y, FIGURES.index("f1")
    models = [ScoredRows(y, each) for each in (scored.champion, scored.candidate)]
    point = Pair(*(float(np.nan_to_num(model.figures()[f1])) for model in models))
    resampled = resampled_figures(models)[:, :, f1]
    low, high = np.nanquantile(resampled[:, 1] - resampled[:, 0], TAILS)
    return Gain(point, float(low), float(high))


def _domain_slices(scored: _Scored, topics: Sequence[Topic]) -> list[Slice]:
    texts = scored.rows.texts
    masks = {
        f"topic: {topic.name}": np.array([topic.matches(text) for text in texts], bool)
        for topic in topics
    }
    return _slices(scored, masks | _marked("reviewed", texts))


def _general_slices(scored: _Scored) -> list[Slice]:
    masks = {"frozen test": np.ones(len(scored.rows.y), bool)}
    if scored.rows.unseen is not None:
        masks["frozen test, unseen texts"] = scored.rows.unseen
    return _slices(scored, masks | _marked("frozen test", scored.rows.texts))


def _marked(where: str, texts: Sequence[str]) -> dict[str, NDArray[np.bool_]]:
    found = slices_of(texts)
    return {f"{where}, {name}": found[name] for name in GATE_SLICES}


def _slices(scored: _Scored, masks: Mapping[str, NDArray[np.bool_]]) -> list[Slice]:
    hits = [(each >= 0.5) == (scored.rows.y == 1) for each in (scored.champion, scored.candidate)]
    return [
        Slice(name, int(mask.sum()), Pair(*(float(hit[mask].mean()) for hit in hits)))
        for name, mask in masks.items()
        if mask.any()
    ]


def _calibration_error(scored: _Scored) -> Pair:
    y = scored.rows.y
    found = (expected_calibration_error(each, y) for each in (scored.champion, scored.candidate))
    return Pair(*found)
