"""The training: from a file of tweets to a verified artifact, its predictions and its metrics."""

import hashlib
import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from airparadis.ml.artifact import Manifest
from training.data.material import Material
from training.data.split import Part
from training.evaluation.judge import VALIDATION, judge, report, score
from training.evaluation.predictions import Facts, Predictions, write_predictions
from training.evaluation.speed import peak_memory_mb
from training.families import Family
from training.runs.export import export_judged
from training.runs.journal import open_journal
from training.runs.logbook import Logbook

OPENINGS = "test-openings.jsonl"
"""A line for every training that was judged on test rows."""


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


def train(
    family: Family,
    material: Material,
    places: Places,
    *,
    fresh: bool,
    track: bool,
    final: bool = False,
    language: str | None = None,
) -> None:
    """Fit `family`, judge it, write its artifact and predictions; log to MLflow if `track`.

    It is judged on validation rows, and on the test rows only if this is the `final` model. It is
    served for tweets in `language`; None: those of the training rows.

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
        scored = score(family, material, final=final)
        evaluations = judge(family, material, scored)
        report(evaluations)
        validation = scored[VALIDATION].probabilities
        about: dict[str, bool | int] = {"final": final}
        if final:
            about["test_openings"] = _count_opening(places.store, family, material)
        manifest = export_judged(
            family, places.out, material, validation, evaluations, about, language
        )
        facts = _facts(manifest, places.out, material, logbook, seconds, peak_mb)
        write_predictions(Predictions(facts, scored), places.predictions)
        journal.end(manifest, places.out, {"seconds": seconds, "peak_memory_mb": peak_mb})
    shutil.rmtree(checkpoints, ignore_errors=True)
    print(
        f"wrote {manifest.version} to {places.out}, judged on "
        f"{'test' if final else 'validation'} rows of the {manifest.split_variant} split; "
        f"serving scores tweets in {manifest.language}"
    )


def _facts(
    manifest: Manifest,
    artifact: Path,
    material: Material,
    logbook: Logbook,
    seconds: float,
    peak_mb: float,
) -> Facts:
    return Facts(
        version=manifest.version,
        family=manifest.family,
        artifact=artifact,
        split_variant=manifest.split_variant,
        split_fingerprint=manifest.split_fingerprint,
        data_fingerprint=manifest.data_fingerprint,
        sample=material.sample,
        seconds=seconds,
        peak_memory_mb=peak_mb,
        epochs=logbook.epochs,
    )


def _count_opening(store: Path, family: Family, material: Material) -> int:
    """Note that the test rows of this split are opened; return how often they have been."""
    notes = store / OPENINGS
    split = material.split.fingerprint
    note = {"split": split, "family": family.name, "at": datetime.now(UTC).isoformat()}
    notes.parent.mkdir(parents=True, exist_ok=True)
    with notes.open("a", encoding="utf-8") as file:
        file.write(json.dumps(note) + "\n")
    known = [json.loads(line)["split"] for line in notes.read_text("utf-8").splitlines()]
    if (times := known.count(split)) > 1:
        print(f"the test rows of this split were opened {times - 1} times before: see {notes}")
    return times
