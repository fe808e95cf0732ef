"""The comparison of two profiles by every drift metric."""

from dataclasses import dataclass

from airparadis.domain.monitoring.drift.metric import DriftMetric
from airparadis.domain.monitoring.drift.metrics import METRICS
from airparadis.domain.monitoring.drift.profile import Profile
from airparadis.domain.monitoring.drift.stability import (
    MIN_TWEETS,
    Drift,
    interpret,
    stability_index,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A metric compared: its values before and now, and their distance."""

    metric: DriftMetric
    drift: Drift
    before: float | None = None
    now: float | None = None
    index: float | None = None

    @property
    def aspect(self) -> str:
        """The key of the metric."""
        return self.metric.key

    @property
    def has_drifted(self) -> bool:
        """True if the drift deserves attention."""
        return self.drift in {Drift.MODERATE, Drift.LARGE}


def compare(reference: Profile, current: Profile) -> list[Finding]:
    """Compare `current` with `reference` by every metric, in the order of the table."""
    return [_compare(metric, reference, current) for metric in METRICS.values()]


def _compare(metric: DriftMetric, reference: Profile, current: Profile) -> Finding:
    before, now = metric.measure(reference), metric.measure(current)
    if before is None or now is None:
        return Finding(metric, Drift.UNKNOWN)
    if min(before.tweets, now.tweets) < MIN_TWEETS:
        return Finding(metric, Drift.TOO_FEW)
    index = stability_index(before.counts, now.counts)
    drift = interpret(index, bins=len(before.counts))
    return Finding(metric, drift, before.value, now.value, index)
