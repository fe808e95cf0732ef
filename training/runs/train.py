"""From a file of tweets to a verified artifact directory, its predictions and its figures."""

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from training.data.material import Material
from training.data.split import Part
from training.evaluation.judge import VALIDATION, judge, report, score
from training.evaluation.predictions import Facts, Predictions, write_predictions
from training.evaluation.speed import peak_memory_mb
from training.families import Family
from training.runs.export import export_judged
from training.runs.journal import open_journal
from training.runs.logbook import Logbook


@dataclass(frozen=True)
class Places:
    """Output of a training: the artifact in `out`, checkpoints and predictions in `store`."""

    out: Path
    store: Path

    def checkpoints(self, family: Family, material: Material) -> Path:
        """Return a directory for this family, variant, settings and rows alone."""
        split = material.split
        about = [dict(family.parameters), material.sample, split.fingerprint]
        digest = hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()[:8]
        return self.store / "checkpoints" / f"{family.name}-{split.variant}-{digest}"

    @property
    def predictions(self) -> Path:
        """The directory of all models' predictions."""
        return self.store / "predictions"


def train(family: Family, material: Material, places: Places, *, fresh: bool, track: bool) -> None:
    """Fit `family`, judge it, write its artifact and predictions; log to MLflow if `track`.

    An interrupted training resumes from its checkpoints, unless it is to be `fresh`.
    """
    checkpoints = places.checkpoints(family, material)
    if fresh:
        shutil.rmtree(checkpoints, ignore_errors=True)
    with open_journal(family, material, track=track) as journal:
        logbook = Logbook(checkpoints, journal.epoch)
        logbook.replay()
        rows = (*material.labelled(Part.TRAIN), *material.labelled(Part.VALIDATION))
        family.fit(*rows, logbook.workspace)
        seconds, peak_mb = round(logbook.seconds, 3), round(peak_memory_mb(), 1)
        scored = score(family, material)
        evaluations = judge(family, material, scored)
        report(evaluations)
        validation = scored[VALIDATION].probabilities
        manifest = export_judged(family, places.out, material, validation, evaluations)
        facts = Facts(
            version=manifest.version,
            family=manifest.family,
            artifact=places.out,
            split_variant=manifest.split_variant,
            split_fingerprint=manifest.split_fingerprint,
            data_fingerprint=manifest.data_fingerprint,
            sample=material.sample,
            seconds=seconds,
            peak_memory_mb=peak_mb,
            epochs=logbook.epochs,
        )
        write_predictions(Predictions(facts, scored), places.predictions)
        journal.end(manifest, places.out, {"seconds": seconds, "peak_memory_mb": peak_mb})
    shutil.rmtree(checkpoints, ignore_errors=True)
    print(f"wrote {manifest.version} to {places.out}, judged on the {manifest.split_variant} split")
