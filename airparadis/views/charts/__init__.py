"""Charts of the dashboard: geometry and marks here, axes in `templates/macros/plots.html`."""

from collections.abc import Sequence

from airparadis.domain.window import WindowRule
from airparadis.services.monitoring import Observation
from airparadis.views.charts.errors import errors
from airparadis.views.charts.figure import Figure, time_axis
from airparadis.views.charts.reliability import reliability
from airparadis.views.charts.scores import scores
from airparadis.views.charts.speed import speed
from airparadis.views.charts.traffic import traffic
from airparadis.views.presentation import one_language


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
