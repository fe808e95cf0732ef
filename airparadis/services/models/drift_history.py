"""Drift day by day: every metric of the drift page for each of the last days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.db.tables import Prediction
from airparadis.domain.monitoring.drift.compare import Finding, compare
from airparadis.domain.monitoring.drift.metric import DriftMetric
from airparadis.domain.monitoring.drift.metrics import METRICS
from airparadis.domain.monitoring.drift.profile import Profile
from airparadis.ml.contract import Classifier
from airparadis.services.models.drift import profile_of
from airparadis.services.monitoring import tallies

DAY: Final = timedelta(days=1)
DAYS: Final = 30
SLICES: Final = 4
TEXTS_A_SLICE: Final = 50
"""Texts of a day are read from quarters of it: enough for a mean, and bounded."""


MIN_SHOWN: Final = 20
"""Tweets of a day from which its value is worth showing; a drift takes `MIN_TWEETS`."""


@dataclass(frozen=True, slots=True)
class MetricHistory:
    """A metric over days, oldest first: its values, and where they drifted."""

    metric: DriftMetric
    reference: float | None
    values: Sequence[float | None]
    """None for a day with too few tweets."""
    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class DriftHistory:
    """Every metric over the same days."""

    days: Sequence[datetime]
    """Start of every day."""
    metrics: Sequence[MetricHistory]


def read(
    session: Session, classifier: Classifier, reference: Profile, first: datetime, days: int = DAYS
) -> DriftHistory:
    """Compare each of some days with a reference.

    Args:
        session: the database.
        classifier: the model in service; other versions' predictions are left out.
        reference: the profile to compare with.
        first: the beginning of the first day.
        days: how many.
    """
    version = classifier.manifest.version
    edges = [first + number * DAY for number in range(days + 1)]
    counted = tallies.count(session, edges, version)
    profiles = [
        profile_of(classifier, tally, _texts(session, version, begin) if tally.scored else [])
        for tally, begin in zip(counted, edges, strict=False)
    ]
    found = [compare(reference, profile) for profile in profiles]
    metrics = [
        MetricHistory(
            metric,
            _value(metric, reference),
            [_value(metric, profile) for profile in profiles],
            [findings[place] for findings in found],
        )
        for place, metric in enumerate(METRICS.values())
    ]
    return DriftHistory(edges[:-1], metrics)


def _value(metric: DriftMetric, profile: Profile) -> float | None:
    measured = metric.measure(profile)
    return measured.value if measured and measured.tweets >= MIN_SHOWN else None


def _texts(session: Session, version: str, begin: datetime) -> list[str]:
    texts: list[str] = []
    for number in range(SLICES):
        since = begin + number * DAY / SLICES
        query = select(Prediction.text).where(
            Prediction.created_at >= since,
            Prediction.created_at < since + DAY / SLICES,
            Prediction.model_version == version,
            Prediction.label.is_not(None),
        )
        texts += session.scalars(query.order_by(Prediction.created_at).limit(TEXTS_A_SLICE))
    return texts
