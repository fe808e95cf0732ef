"""The registry of drift metrics: one module a metric."""

from collections.abc import Mapping

from airparadis.domain.monitoring.drift.metric import DriftMetric
from airparadis.domain.monitoring.drift.metrics import (
    language,
    length,
    negative,
    neutral,
    scores,
    vocabulary,
)

METRICS: Mapping[str, DriftMetric] = {
    module.METRIC.key: module.METRIC
    for module in (negative, neutral, scores, vocabulary, length, language)
}
"""Metrics in the order in which they are shown."""
