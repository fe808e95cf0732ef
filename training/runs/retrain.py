"""The retraining: from base data and reviewed labels to a candidate and the gate's verdict."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from airparadis.domain.models.gate import GatePolicy, judge
from airparadis.domain.models.verdict import Verdict
from airparadis.domain.review.topics import DEFAULT_TOPICS, Topic
from airparadis.ml.artifact import Manifest, read_verified
from training.data.material import Material
from training.data.reviewed import ReviewedTweets
from training.data.split import Part
from training.errors import TrainingError
from training.evaluation.figures import evaluate
from training.evaluation.gate import Rows, measure
from training.families import Family, KeepsGeneral, LearnsDomain, Workspace
from training.runs.export import export, export_judged, origin_of
from training.runs.journal import open_journal
from training.runs.retraining_rows import base_rows, general_rows, new_rows, training_rows
from training.runs.verdict_report import print_verdict

MODEL, VERDICT = "model", "verdict.json"
"""Output of a retraining: the artifact directory and the verdict beside it."""


@dataclass(frozen=True)
class Retraining:
    """Champion, output directory and limits of a retraining."""

    champion: Path
    out: Path
    weight: int
    """Base tweets that one reviewed tweet counts for, in a family without a domain part."""
    policy: GatePolicy
    topics: tuple[Topic, ...] = DEFAULT_TOPICS


def retrain(
    family: Family,
    material: Material | None,
    reviewed: ReviewedTweets,
    wanted: Retraining,
    *,
    track: bool,
) -> Verdict:
    """Fit, export, measure against the champion, judge; write artifact and verdict.

    A family that keeps the champion's general part needs no `material`.

    Raises:
        ArtifactError: the champion cannot be verified.
        TrainingError: there is no material, and the family needs some.
    """
    champion = read_verified(wanted.champion)
    about = _about(reviewed, wanted.weight)
    candidate = wanted.out / MODEL
    base = family.base if isinstance(family, KeepsGeneral) else None
    kept = None if base is None else read_verified(base)
    origin = origin_of(kept) if kept else None
    with open_journal(family, material, about, track=track, origin=origin) as journal:
        if kept:
            manifest = _refit_domain(family, material, reviewed, kept, candidate, about)
        elif material is None:
            raise TrainingError(f"{family.name} fits all of its parts: --data is needed")
        else:
            workspace = Workspace(on_epoch=journal.epoch)
            _fit_all(family, material, reviewed, wanted.weight, workspace)
            manifest = _export_all(family, material, reviewed, candidate, about)
        print(f"wrote {manifest.version}; measuring it against {champion.version}")
        verdict = _judge(wanted, champion, manifest, material, reviewed)
        journal.end(manifest, candidate, {"gate_passed": float(verdict.passed)})
    (wanted.out / VERDICT).write_text(json.dumps(verdict.to_json(), indent=2) + "\n", "utf-8")
    print_verdict(verdict)
    return verdict


def _judge(
    wanted: Retraining,
    champion: Manifest,
    candidate: Manifest,
    material: Material | None,
    reviewed: ReviewedTweets,
) -> Verdict:
    measured = measure(
        wanted.champion,
        wanted.out / MODEL,
        Rows(*reviewed.rows(test=True), reviewed.neutral_test),
        general_rows(material, champion) if material else None,
        wanted.topics,
    )
    return judge(measured, wanted.policy, champion=champion.version, candidate=candidate.version)


def _refit_domain(
    family: Family,
    material: Material | None,
    reviewed: ReviewedTweets,
    base: Manifest,
    candidate: Path,
    about: dict[str, int | str],
) -> Manifest:
    """Refit the domain part; everything said of the general part is that of `base`."""
    assert isinstance(family, KeepsGeneral)  # noqa: S101 (narrows)
    texts, y = new_rows(material, reviewed) if material else reviewed.rows(test=False)
    family.learn_domain(texts, y)
    print(f"refitting the domain part of {base.version} with {len(y):,} reviewed tweets")
    nothing = np.zeros(0, np.int8)
    family.fit([], nothing, [], nothing)
    metrics = {**base.metrics, "reviewed_test": _reviewed_figures(family, reviewed)}
    return export(
        family,
        candidate,
        origin_of(base),
        metrics,
        base.uncertain_below,
        base.language,
        reference=base.reference,
        about=about,
    )


def _fit_all(
    family: Family,
    material: Material,
    reviewed: ReviewedTweets,
    weight: int,
    workspace: Workspace,
) -> None:
    if isinstance(family, LearnsDomain):
        family.learn_domain(*new_rows(material, reviewed))
        texts, y = base_rows(material, reviewed)
    else:
        texts, y = training_rows(material, reviewed, weight)
    print(f"fitting {family.name} on {len(y):,} rows, {reviewed.fingerprint[:12]} among them")
    family.fit(texts, y, *material.labelled(Part.VALIDATION), workspace)


def _export_all(
    family: Family,
    material: Material,
    reviewed: ReviewedTweets,
    candidate: Path,
    about: dict[str, int | str],
) -> Manifest:
    texts, y = material.labelled(Part.VALIDATION)
    positive = family.predict_proba(texts)[:, 1]
    test_texts, test_y = reviewed.rows(test=True)
    evaluations = {
        "validation": evaluate(positive, y),
        "reviewed_test": evaluate(family.predict_proba(test_texts)[:, 1], test_y),
    }
    return export_judged(family, candidate, material, positive, evaluations, about)


def _reviewed_figures(family: Family, reviewed: ReviewedTweets) -> Mapping[str, float]:
    texts, y = reviewed.rows(test=True)
    return evaluate(family.predict_proba(texts)[:, 1], y).figures


def _about(reviewed: ReviewedTweets, weight: int) -> dict[str, int | str]:
    return {
        "labels_fingerprint": reviewed.fingerprint,
        "labels_train": int((~reviewed.is_test).sum()),
        "labels_test": int(reviewed.is_test.sum()),
        "labels_left_out": reviewed.left_out,
        "labels_weight": weight,
    }
