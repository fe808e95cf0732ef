"""Small line charts of drift metrics over days, with the reference as a dotted line."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import format_date, gettext
from flask_babel import gettext as _

from airparadis.domain.monitoring.drift.compare import Finding
from airparadis.domain.monitoring.drift.metric import DriftMetric
from airparadis.services.models.drift_history import DAY, DriftHistory, MetricHistory
from airparadis.web.charts.figure import Figure
from airparadis.web.charts.plot import Dot, Line, Plot, Scale, connect, scale_for, slot_centre
from airparadis.web.charts.time_ticks import time_ticks
from airparadis.web.presentation.formatting import labelled, number, percent
from airparadis.web.presentation.locale import reader_zone

HEIGHT = 72


def history_charts(history: DriftHistory) -> list[Figure]:
    """Draw every metric that some day has a value of."""
    return [
        _figure(metric, history.days)
        for metric in history.metrics
        if any(value is not None for value in metric.values)
    ]


def _figure(history: MetricHistory, days: Sequence[datetime]) -> Figure:
    metric = history.metric
    name = str(gettext(metric.labels.name))
    drifted = sum(finding.has_drifted for finding in history.findings)
    known = sum(value is not None for value in history.values)
    rows = [
        [_day(day), _write(metric, value), _write(metric, history.reference), _index(finding)]
        for day, value, finding in zip(days, history.values, history.findings, strict=True)
        if value is not None
    ]
    return Figure(
        f"history-{metric.key}",
        name,
        _("Days with drift: %(drifted)s of %(days)s.", drifted=number(drifted), days=number(known)),
        [_plot(name, history, days)],
        [_("Day"), _("Value"), _("Reference"), _("Index")],
        rows,
        [("positive", _("Day")), ("negative", _("Day with drift")), ("reference", _("Reference"))],
    )


def _plot(name: str, history: MetricHistory, days: Sequence[datetime]) -> Plot:
    metric = history.metric
    known = [value for value in (*history.values, history.reference) if value is not None]
    scale = Scale(scale_for(known, minimum=0.02 if metric.is_share else 2).top, HEIGHT)
    foot, _middle, head = scale.ticks(lambda value: _write(metric, value))
    x_ticks = time_ticks(days[0], len(days) * DAY, reader_zone())
    plot = Plot(name, [foot, head], x_ticks, height=HEIGHT)
    points: list[tuple[float, float] | None] = []
    for index, value in enumerate(history.values):
        if value is None:
            points.append(None)
            continue
        point = (slot_centre(index, len(days)), scale.y(value))
        points.append(point)
        kind = "negative" if history.findings[index].has_drifted else "positive"
        plot.dots.append(Dot(*point, kind, labelled(_day(days[index]), _write(metric, value))))
    plot.lines = connect(points, "p50")
    if history.reference is not None:
        level = scale.y(history.reference)
        plot.lines.append(Line(0, level, 100, level, "reference"))
    return plot


def _day(day: datetime) -> str:
    return str(format_date(day.astimezone(reader_zone()), "d MMM y"))


def _write(metric: DriftMetric, value: float | None) -> str:
    if value is None:
        return "–"
    return percent(value, 1) if metric.is_share else number(value, "0.0")


def _index(finding: Finding) -> str:
    return "–" if finding.index is None else number(finding.index, "0.00")
