"""Charts of the dashboard: geometry and marks here, axes in `templates/macros/plots.html`."""

from collections.abc import Sequence

from airparadis.domain.incidents.window import WindowRule
from airparadis.services.monitoring.dashboard import Observation
from airparadis.web.charts.errors import errors
from airparadis.web.charts.figure import Figure, time_axis
from airparadis.web.charts.reliability import reliability
from airparadis.web.charts.scores import scores
from airparadis.web.charts.speed import speed
from airparadis.web.charts.traffic import traffic
from airparadis.web.presentation.formatting import one_language


def draw(seen: Observation, peaks: Sequence[int], rule: WindowRule) -> list[Figure]:
    """Every chart of a span; `peaks` are the most reports at once of each bucket."""
    with one_language():
        axis = time_axis(seen)
        return [
            traffic(seen, axis),
            errors(seen, axis, peaks, rule),
            scores(seen),
            reliability(seen),
            speed(seen, axis),
        ]


__all__ = ["Figure", "draw"]
