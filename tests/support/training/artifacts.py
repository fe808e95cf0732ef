"""Small trained artifacts of the baseline family."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from airparadis.ml.artifact import (
    Manifest,
    installed_versions,
    record_files,
    version_name,
    write_manifest,
)
from airparadis.text.cleaning import TEXT_VERSION
from training.families.tfidf import Tfidf

TEXTS = ("good meal today", "lovely good crew", "bad meal today", "rude bad crew")
LABELS = (1, 1, 0, 0)


def write_tfidf(directory: Path, labels: tuple[int, ...] = LABELS) -> Path:
    """Fit the baseline on four tweets with these labels and write it as an artifact."""
    family = Tfidf()
    family.fit(TEXTS, np.array(labels, np.int8), (), np.array([], np.int8))
    directory.mkdir(parents=True)
    family.save(directory)
    files = record_files(directory)
    created_at = datetime(2026, 11, 23, tzinfo=UTC)
    manifest = Manifest(
        version=version_name(family.name, created_at, files),
        family=family.name,
        language="en",
        created_at=created_at,
        text_version=TEXT_VERSION,
        libraries=installed_versions(family.libraries),
        files=files,
        data_fingerprint="",
        split_variant="none",
        split_fingerprint="",
        uncertain_below=0.6,
        parameters={},
        metrics={},
    )
    write_manifest(directory, manifest)
    return directory
