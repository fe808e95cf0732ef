"""From a file of tweets to a verified artifact directory, its predictions and its figures."""

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from airparadis.ml.artifact import Manifest
from airparadis.ml.contract import KnowsWords
from airparadis.ml.profile import profile_of
from training.data.material import Material
from training.data.split import Part
from training.evaluation.figures import Evaluation, uncertain_below
from training.evaluation.judge import VALIDATION, judge, report, score
from training.evaluation.predictions import Facts, Predictions, Scored, write_predictions
from training.families import Family
from training.peak_memory import peak_memory_mb
from training.runs.export import export
from training.runs.journal import open_journal
from training.runs.logbook import Logbook


@dataclass(frozen=True)
class Places:
    """Where a training writes: the artifact to `out`, checkpoints and predictions in `store`."""

    out: Path
    store: Path

    def checkpoints(self, family: Family, material: Material) -> Path:
        """A directory for this family, variant, settings and rows alone."""
        split = material.split
        about = [dict(family.parameters), material.sample, split.fingerprint]
        digest = hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()[:8]
        return self.store / "checkpoints" / f"{family.name}-{split.variant}-{digest}"

    @property
    def predictions(self) -> Path:
        """The directory of all models' predictions."""
        return self.store / "predictions"


def train(family: Family, material: Material, places: Places, *, fresh: bool, track: bool) -> None:
    """Fit `family`, judge it, write its artifact and predictions; tell MLflow if `track`.

    A training that was interrupted is taken up from its checkpoints, unless it is to be `fresh`.
    """
    checkpoints = places.checkpoints(family, material)
    if fresh:
        shutil.rmtree(checkpoints, ignore_errors=True)
    with open_journal(family, material, track=track) as journal:
        logbook = Logbook(checkpoints, journal.epoch)
        logbook.retell()
        rows = (*material.labelled(Part.TRAIN), *material.labelled(Part.VALIDATION))
        family.fit(*rows, logbook.workspace)
        cost = {"seconds": logbook.seconds, "peak_memory_mb": peak_memory_mb()}
        scored = score(family, material)
        evaluations = judge(family, material, scored)
        report(evaluations)
        manifest = _export(family, material, scored[VALIDATION], evaluations, places.out)
        facts = _facts(manifest, material, places.out, cost, logbook.epochs)
        write_predictions(Predictions(facts, scored), places.predictions)
        journal.end(manifest, places.out, cost)
    shutil.rmtree(checkpoints, ignore_errors=True)
    print(f"wrote {manifest.version} to {places.out}, judged on the {manifest.split_variant} split")


def _export(
    family: Family,
    material: Material,
    validation: Scored,
    evaluations: Mapping[str, Evaluation],
    out: Path,
) -> Manifest:
    texts, y = material.labelled(Part.VALIDATION)
    count_unknown = family.count_unknown if isinstance(family, KnowsWords) else None
    return export(
        family,
        out,
        material.split,
        {name: evaluation.figures for name, evaluation in evaluations.items()},
        uncertain_below(validation.probabilities, y),
        reference=profile_of(texts, validation.probabilities.tolist(), count_unknown),
    )


def _facts(
    manifest: Manifest,
    material: Material,
    out: Path,
    cost: Mapping[str, float],
    epochs: tuple[Mapping[str, float], ...],
) -> Facts:
    return Facts(
        version=manifest.version,
        family=manifest.family,
        artifact=out,
        split_variant=manifest.split_variant,
        split_fingerprint=manifest.split_fingerprint,
        data_fingerprint=manifest.data_fingerprint,
        sample=material.sample,
        seconds=round(cost["seconds"], 3),
        peak_memory_mb=round(cost["peak_memory_mb"], 1),
        epochs=epochs,
    )
