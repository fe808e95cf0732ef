"""The table of dashboard charts, in the order of the page.

A chart is a module with a function `draw` of the type `Chart`; listing it here puts it on the page.
"""

from collections.abc import Sequence

from airparadis.domain.incidents.window import WindowRule
from airparadis.services.monitoring.dashboard import DashboardData
from airparadis.web.charts.dashboard import errors, latency, reliability, scores, traffic
from airparadis.web.charts.dashboard.chart import Chart, ChartData
from airparadis.web.charts.figure import Figure, time_axis
from airparadis.web.presentation.formatting import one_language

CHARTS: Sequence[Chart] = (
    traffic.draw,
    errors.draw,
    scores.draw,
    reliability.draw,
    latency.draw,
)


def draw_all(observed: DashboardData, peaks: Sequence[int], rule: WindowRule) -> list[Figure]:
    """Draw every chart of the dashboard.

    Args:
        observed: the counts of the span.
        peaks: the most reports within the rule's window, for each bucket.
        rule: the rule that opens an incident.
    """
    with one_language():
        data = ChartData(observed, time_axis(observed), peaks, rule)
        return [draw(data) for draw in CHARTS]
