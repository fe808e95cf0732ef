"""Gauges read from the database when Prometheus scrapes."""

from collections.abc import Iterable
from enum import StrEnum

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily

from airparadis.services.monitoring.backlog import Backlog


def gauges(backlog: Backlog | None) -> Iterable[Metric]:
    """The backlog as gauges; None if the database did not answer."""
    yield GaugeMetricFamily(
        "airparadis_database_up", "Whether the database answered.", float(backlog is not None)
    )
    if backlog is None:
        return
    yield _by_state("airparadis_incidents", "Unresolved incidents.", backlog.incidents.items())
    yield _by_state(
        "airparadis_outbox_messages", "Messages of the outbox.", backlog.messages.items()
    )


def _by_state(name: str, documentation: str, counts: Iterable[tuple[StrEnum, int]]) -> Metric:
    family = GaugeMetricFamily(name, documentation, labels=["state"])
    for state, count in counts:
        family.add_metric([state.value], count)
    return family
