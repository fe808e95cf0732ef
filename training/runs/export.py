"""Writing a fitted family as a verified artifact directory."""

import shutil
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from airparadis.domain.monitoring.drift.profile import Profile
from airparadis.ml.artifact import (
    Manifest,
    installed_versions,
    read_verified,
    record_files,
    version_name,
    write_manifest,
)
from airparadis.text.cleaning import TEXT_VERSION
from training.data.split import Split
from training.families import Family


def export(
    family: Family,
    directory: Path,
    split: Split,
    metrics: Mapping[str, Mapping[str, float]],
    uncertain_below: float,
    language: str = "en",
    reference: Profile | None = None,
    about: Mapping[str, bool | int | float | str] | None = None,
) -> Manifest:
    """Replace `directory` by the artifact of `family` and return its manifest.

    It is written and verified aside first: a failure leaves what stood there untouched. `about`
    is told beside the family's own parameters.
    """
    directory.parent.mkdir(parents=True, exist_ok=True)
    created_at = datetime.now(UTC).replace(microsecond=0)
    with tempfile.TemporaryDirectory(dir=directory.parent) as aside:
        staged = Path(aside) / directory.name
        staged.mkdir()
        family.save(staged)
        files = record_files(staged)
        manifest = Manifest(
            version=version_name(family.name, created_at, files),
            family=family.name,
            language=language,
            created_at=created_at,
            text_version=TEXT_VERSION,
            libraries=installed_versions(family.libraries),
            files=files,
            data_fingerprint=split.data_fingerprint,
            split_variant=split.variant,
            split_fingerprint=split.fingerprint,
            uncertain_below=uncertain_below,
            parameters={**family.parameters, **(about or {})},
            metrics=metrics,
            reference=reference,
        )
        write_manifest(staged, manifest)
        read_verified(staged)
        shutil.rmtree(directory, ignore_errors=True)
        staged.replace(directory)
    return manifest
