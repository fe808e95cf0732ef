"""The model in production beside the candidate and earlier versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy.orm import Session

from airparadis.db.tables import ModelVersion
from airparadis.domain.models.verdict import CheckKind, Verdict
from airparadis.domain.monitoring.histogram import LATENCY_EDGES, Measure, quantile
from airparadis.lib.errors import ArtifactError
from airparadis.ml.artifact import Manifest, read_manifest
from airparadis.ml.store import ModelStore
from airparadis.services.models import versions
from airparadis.services.monitoring import tallies

MAX_EARLIER: Final = 3
OBSERVED: Final = timedelta(days=30)
"""Span of predictions from which the time to score is measured."""


class Standing(StrEnum):
    """The part that a version plays."""

    PRODUCTION = "production"
    CANDIDATE = "candidate"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True)
class Contender:
    """A version with its figures; None where its files or its figures are not known."""

    standing: Standing
    version: str
    made_at: datetime | None
    family: str | None
    language: str | None
    size: int | None
    """Bytes of its files."""
    metrics: Mapping[str, Mapping[str, float]]
    """Figures by set of rows."""
    data: Mapping[str, Any]
    """Fingerprints of data, split and labels, and how many labels."""
    milliseconds: float | None
    """Time to score a tweet: as the gate measured it, else the median in service."""


def compare(
    session: Session,
    store: ModelStore,
    served: Manifest | None,
    candidate: ModelVersion | None,
    now: datetime,
) -> Sequence[Contender]:
    """Return the version in production, the candidate, and the latest earlier ones."""
    verdict = candidate.verdict if candidate else None
    known = {version.version: version for version in versions.versions(session)}
    shown = [(served.version, Standing.PRODUCTION)] if served else []
    if candidate:
        shown.append((candidate.version, Standing.CANDIDATE))
    named = {version for version, _ in shown}
    earlier = [version for version in known if version not in named][:MAX_EARLIER]
    shown += [(version, Standing.EARLIER) for version in earlier]
    speeds = {version: _median(session, version, now) for version, _ in shown}
    speeds |= _speeds(verdict)
    return [
        _contender(store, version, standing, known.get(version), speeds[version])
        for version, standing in shown
    ]


def _contender(
    store: ModelStore,
    version: str,
    standing: Standing,
    known: ModelVersion | None,
    milliseconds: float | None,
) -> Contender:
    manifest = _manifest(store, version)
    metrics = manifest.metrics if manifest else known.metrics if known else {}
    data = versions.data_of(manifest) if manifest else known.data if known else {}
    return Contender(
        standing,
        version,
        manifest.created_at if manifest else known.added_at if known else None,
        manifest.family if manifest else None,
        manifest.language if manifest else None,
        sum(record.size for record in manifest.files.values()) if manifest else None,
        metrics,
        data,
        milliseconds,
    )


def _manifest(store: ModelStore, version: str) -> Manifest | None:
    """Read the manifest of a version, unverified: its figures are shown, nothing is loaded."""
    try:
        return read_manifest(store.directory(version))
    except ArtifactError:
        return None


def _speeds(verdict: Verdict | None) -> dict[str, float]:
    checks = verdict.checks if verdict else ()
    for check in checks:
        if verdict and check.kind is CheckKind.LATENCY and check.candidate and check.champion:
            return {verdict.candidate: check.candidate, verdict.champion: check.champion}
    return {}


def _median(session: Session, version: str, now: datetime) -> float | None:
    [tally] = tallies.count(session, [now - OBSERVED, now], version)
    return quantile(tally.counts(Measure.LATENCY), 0.5, LATENCY_EDGES)
