"""From base data and reviewed labels to a candidate and the gate's verdict on it."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airparadis.domain.models.gate import GatePolicy, judge
from airparadis.domain.models.verdict import Verdict
from airparadis.domain.review.topics import DEFAULT_TOPICS, Topic
from airparadis.ml.artifact import Manifest, read_verified
from airparadis.ml.contract import KnowsWords
from airparadis.ml.profile import profile_of
from training.data.material import Material
from training.data.reviewed import ReviewedTweets
from training.data.split import Part, seen_in_training
from training.data.tweets import hash_texts
from training.evaluation.figures import evaluate, uncertain_below
from training.families import Family, LearnsDomain, Workspace
from training.gate.measure import Rows, measure
from training.runs.export import export
from training.runs.journal import open_journal

MODEL, VERDICT = "model", "verdict.json"
"""What a retraining writes: the artifact directory and the verdict beside it."""

GENERAL_ROWS = 20_000
"""Rows of the frozen test that the gate looks at: ±.005 of accuracy is seen, in half a minute."""

SEED = 42


@dataclass(frozen=True)
class Retraining:
    """What to train from, against whom, and where to."""

    champion: Path
    out: Path
    weight: int
    """How many base tweets one reviewed tweet counts for, in a family without a domain part."""
    policy: GatePolicy
    topics: tuple[Topic, ...] = DEFAULT_TOPICS


def retrain(
    family: Family, material: Material, reviewed: ReviewedTweets, wanted: Retraining, *, track: bool
) -> Verdict:
    """Fit, export, measure against the champion, judge; write artifact and verdict.

    Raises:
        ArtifactError: the champion cannot be verified.
    """
    champion = read_verified(wanted.champion)
    if isinstance(family, LearnsDomain):
        family.learn_domain(*new_rows(material, reviewed))
        texts, y = base_rows(material, reviewed)
    else:
        texts, y = training_rows(material, reviewed, wanted.weight)
    print(f"fitting {family.name} on {len(y):,} rows, {reviewed.fingerprint[:12]} among them")
    with open_journal(family, material, track=track) as journal:
        about = _about(reviewed, wanted.weight)
        _log(about, track=track)
        workspace = Workspace(on_epoch=journal.epoch)
        family.fit(texts, y, *material.labelled(Part.VALIDATION), workspace)
        manifest = _export(family, material, reviewed, wanted.out / MODEL, about)
        print(f"wrote {manifest.version}; measuring it against {champion.version}")
        verdict = _judge(material, reviewed, wanted, champion.version, manifest.version)
        journal.end(manifest, wanted.out / MODEL, {"gate_passed": float(verdict.passed)})
    (wanted.out / VERDICT).write_text(json.dumps(verdict.to_json(), indent=2) + "\n", "utf-8")
    report(verdict)
    return verdict


def training_rows(
    material: Material, reviewed: ReviewedTweets, weight: int
) -> tuple[list[str], NDArray[np.int8]]:
    """Base rows and reviewed ones, these `weight` times; no text of any test among them."""
    texts, y = base_rows(material, reviewed)
    new_texts, new_y = new_rows(material, reviewed)
    return texts + new_texts * weight, np.concatenate([y, np.tile(new_y, weight)])


def base_rows(material: Material, reviewed: ReviewedTweets) -> tuple[list[str], NDArray[np.int8]]:
    """Training rows of the base data, less the texts that reviewers keep to test."""
    texts, y = material.labelled(Part.TRAIN)
    kept_to_test, _ = reviewed.rows(test=True)
    clean = np.flatnonzero(~np.isin(hash_texts(texts), hash_texts(kept_to_test)))
    return [texts[row] for row in clean], y[clean]


def new_rows(material: Material, reviewed: ReviewedTweets) -> tuple[list[str], NDArray[np.int8]]:
    """Reviewed tweets that may train: those in no test, and in no other part of the base data."""
    texts, y = reviewed.rows(test=False)
    others = material.tweets.hashes[material.split.parts != Part.TRAIN]
    new = np.flatnonzero(~np.isin(hash_texts(texts), others))
    return [texts[row] for row in new], y[new]


def report(verdict: Verdict) -> None:
    """Print every check, and what the gate says."""
    for check in verdict.checks:
        mark = "passed" if check.passed else "FAILED"
        name = f"{check.kind} {check.subject}".strip()
        rows = "" if check.rows is None else f", {check.rows:,} rows"
        interval = "" if check.low is None else f", 95 % from {check.low:+.4f} to {check.high:+.4f}"
        print(f"{mark}  {name}: {check.value:+.4f}, limit {check.limit:+.4f}{interval}{rows}")
    print(f"gate: {verdict.candidate} {'passed' if verdict.passed else 'refused'}")


def general_rows(material: Material) -> Rows:
    """A fixed sample of the frozen test."""
    rows = material.rows(Part.TEST)
    if len(rows) > GENERAL_ROWS:
        rows = np.sort(np.random.default_rng(SEED).choice(rows, GENERAL_ROWS, replace=False))
    unseen = ~seen_in_training(material.tweets, material.split)[rows]
    return Rows([material.tweets.texts[row] for row in rows], material.tweets.y[rows], unseen)


def _export(
    family: Family,
    material: Material,
    reviewed: ReviewedTweets,
    out: Path,
    about: dict[str, int | str],
) -> Manifest:
    texts, y = material.labelled(Part.VALIDATION)
    validation = family.predict_proba(texts)[:, 1]
    reviewed_texts, reviewed_y = reviewed.rows(test=True)
    evaluations = {
        "validation": evaluate(validation, y),
        "reviewed_test": evaluate(family.predict_proba(reviewed_texts)[:, 1], reviewed_y),
    }
    count_unknown = family.count_unknown if isinstance(family, KnowsWords) else None
    return export(
        family,
        out,
        material.split,
        {name: evaluation.figures for name, evaluation in evaluations.items()},
        uncertain_below(validation, y),
        reference=profile_of(texts, validation.tolist(), count_unknown),
        about=about,
    )


def _judge(
    material: Material,
    reviewed: ReviewedTweets,
    wanted: Retraining,
    champion: str,
    candidate: str,
) -> Verdict:
    domain, general = Rows(*reviewed.rows(test=True)), general_rows(material)
    measured = measure(wanted.champion, wanted.out / MODEL, domain, general, wanted.topics)
    return judge(measured, wanted.policy, champion=champion, candidate=candidate)


def _about(reviewed: ReviewedTweets, weight: int) -> dict[str, int | str]:
    return {
        "labels_fingerprint": reviewed.fingerprint,
        "labels_train": int((~reviewed.is_test).sum()),
        "labels_test": int(reviewed.is_test.sum()),
        "labels_left_out": reviewed.left_out,
        "labels_weight": weight,
    }


def _log(about: dict[str, int | str], *, track: bool) -> None:
    if track:
        from training import tracking

        tracking.log_params(about)
