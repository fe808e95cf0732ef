"""The type of a dashboard chart, and the data that each chart draws from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from airparadis.domain.incidents.window import WindowRule
from airparadis.services.monitoring.dashboard import DashboardData
from airparadis.web.charts.figure import Figure, TimeAxis


@dataclass(frozen=True, slots=True)
class ChartData:
    """The data of one view of the dashboard."""

    observed: DashboardData
    axis: TimeAxis
    peaks: Sequence[int]
    """The most reports within the rule's window, for each bucket."""
    rule: WindowRule


class Chart(Protocol):
    """A chart of the dashboard."""

    def __call__(self, data: ChartData) -> Figure:
        """Draw the chart."""
        ...
