"""Charts of the dashboard: geometry here, SVG in `templates/macros/plots.html`."""

from collections.abc import Sequence

from airparadis.domain.window import WindowRule
from airparadis.services.monitoring import Observation
from airparadis.views.charts.errors import errors
from airparadis.views.charts.figure import Figure
from airparadis.views.charts.reliability import reliability
from airparadis.views.charts.scores import scores
from airparadis.views.charts.speed import speed
from airparadis.views.charts.traffic import traffic


def draw(seen: Observation, peaks: Sequence[int], rule: WindowRule) -> list[Figure]:
    """Every chart of a span; `peaks` are the most reports at once of each bucket."""
    return [
        traffic(seen),
        errors(seen, peaks, rule),
        scores(seen),
        reliability(seen),
        speed(seen),
    ]


__all__ = ["Figure", "draw"]
