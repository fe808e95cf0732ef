"""The stored model versions, with the gate's verdicts."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from airparadis.db.tables import ModelRelease, ModelVersion
from airparadis.domain.models.verdict import Verdict
from airparadis.lib.errors import ReleaseError
from airparadis.ml.artifact import Manifest
from airparadis.ml.store import ModelStore

MAX_LISTED = 50

_DATA = ("labels_fingerprint", "labels_train", "labels_test", "labels_weight")


def register(
    session: Session,
    store: ModelStore,
    artifact: Path,
    verdict: Verdict | None,
    now: datetime,
    job_id: int | None = None,
) -> ModelVersion:
    """Keep a copy of an artifact with what the gate said of it; nothing is served by this.

    Raises:
        ArtifactError: it cannot be verified.
        ReleaseError: the verdict is on another model.
    """
    manifest = store.add(artifact)
    if verdict is not None and verdict.candidate != manifest.version:
        raise ReleaseError("verdict", f"the verdict is on {verdict.candidate}")
    known = find(session, manifest.version)
    if known is not None:
        return known
    version = ModelVersion(
        version=manifest.version,
        job_id=job_id,
        added_at=now,
        metrics={name: dict(figures) for name, figures in manifest.metrics.items()},
        data=data_of(manifest),
        verdict_json=verdict.to_json() if verdict else None,
    )
    session.add(version)
    session.flush()
    return version


def versions(session: Session) -> Sequence[ModelVersion]:
    """The stored versions, the latest first."""
    query = select(ModelVersion).order_by(ModelVersion.id.desc()).limit(MAX_LISTED)
    return session.scalars(query.options(joinedload(ModelVersion.job))).all()


def find(session: Session, version: str) -> ModelVersion | None:
    """Return the stored record of a version."""
    return session.scalar(select(ModelVersion).where(ModelVersion.version == version))


def candidate(session: Session) -> ModelVersion | None:
    """The latest version, unless it has ever been released."""
    latest = next(iter(versions(session)), None)
    if latest is None:
        return None
    was_released = select(ModelRelease.id).where(ModelRelease.version == latest.version).limit(1)
    return latest if session.scalar(was_released) is None else None


def data_of(manifest: Manifest) -> dict[str, object]:
    """Return the fingerprints of data, split and labels, and how many labels there were."""
    labels = {name: manifest.parameters[name] for name in _DATA if name in manifest.parameters}
    return {
        "data_fingerprint": manifest.data_fingerprint,
        "split_variant": manifest.split_variant,
        "split_fingerprint": manifest.split_fingerprint,
        **labels,
    }
