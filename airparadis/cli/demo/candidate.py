"""A candidate at the gate: the bundled model once more, as if it had been trained again."""

import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from airparadis.domain.models.verdict import Check, CheckKind, Verdict
from airparadis.ml.artifact import Manifest, version_name, write_manifest
from airparadis.ml.store import ModelStore
from airparadis.services.models import versions

TRAINED: Final = 412
TESTED: Final = 103
"""Reviewed tweets that it would have learnt, and been tested with."""

PRODUCTION: Final = {"rows": TESTED, "f1_negative": 0.853, "macro_recall": 0.741}
RETRAINED: Final = {"rows": TESTED, "f1_negative": 0.897, "macro_recall": 0.779}
"""Invented figures on the reviewed tweets, before and after."""

CHANGES: Final = (
    ("airline_test", "macro_recall", 0.014),
    ("airline_test", "negative_roc_auc", 0.006),
    ("airline_test", "expected_calibration_error", -0.003),
    ("french_test", "macro_recall", 0.009),
    ("general_test", "macro_recall", -0.002),
)
GAIN = RETRAINED["f1_negative"] - PRODUCTION["f1_negative"]
RECALL = RETRAINED["macro_recall"] - PRODUCTION["macro_recall"]


def add_candidate(session: Session, store: ModelStore, served: Manifest, now: datetime) -> None:
    """Keep a copy of the served model under a new version that the gate lets pass."""
    made_at = max(now - timedelta(hours=5), served.created_at + timedelta(days=1))
    version = version_name(served.family, made_at, served.files)
    manifest = served.model_copy(
        update={
            "created_at": made_at,
            "version": version,
            "metrics": {**_better(served), "reviewed_test": RETRAINED},
            "parameters": {**served.parameters, "labels_train": TRAINED, "labels_test": TESTED},
        }
    )
    with tempfile.TemporaryDirectory() as aside:
        artifact = Path(aside, version)
        shutil.copytree(store.directory(served.version), artifact)
        write_manifest(artifact, manifest)
        verdict = Verdict(served.version, version, _checks(served))
        versions.register(session, store, artifact, verdict, now)
    session.commit()


def _better(served: Manifest) -> dict[str, dict[str, float]]:
    """Move a few figures of the served model, most of them for the better."""
    metrics = {name: dict(figures) for name, figures in served.metrics.items()}
    for name, figure, change in CHANGES:
        if figure in metrics.get(name, {}):
            metrics[name][figure] = round(metrics[name][figure] + change, 4)
    return metrics


def _checks(served: Manifest) -> tuple[Check, ...]:
    megabytes = sum(record.size for record in served.files.values()) / 1_000_000
    return (
        Check(CheckKind.ROWS, True, TESTED, 100),
        Check(
            *(CheckKind.GAIN, True, GAIN, 0.005, ""),
            *(PRODUCTION["f1_negative"], RETRAINED["f1_negative"], 0.011, 0.079, TESTED),
        ),
        Check(
            *(CheckKind.MACRO_RECALL, True, RECALL, -0.01, ""),
            *(PRODUCTION["macro_recall"], RETRAINED["macro_recall"], 0.002, 0.071, TESTED),
        ),
        Check(CheckKind.SLICE, True, 0.012, -0.02, "negation", 0.861, 0.873, rows=1_204),
        Check(CheckKind.CALIBRATION, True, 0.019, 0.05, "", 0.022, 0.019, rows=TESTED),
        Check(CheckKind.BEHAVIOUR, True, 0, 0),
        Check(CheckKind.LATENCY, True, 0.94, 1.5, "", 0.93, 0.94),
        Check(CheckKind.SIZE, True, megabytes, 50, "", megabytes, megabytes),
    )
