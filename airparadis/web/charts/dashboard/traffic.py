"""Predictions and their negative share over time."""

from flask_babel import gettext as _
from flask_babel import ngettext

from airparadis.services.monitoring.tallies import Tally
from airparadis.web.charts.dashboard.chart import ChartData
from airparadis.web.charts.figure import Figure, number
from airparadis.web.charts.plot import (
    SHARES,
    Dot,
    Plot,
    connect,
    scale_for,
    slot_centre,
    stacked_column,
)
from airparadis.web.presentation.formatting import labelled, percent

_KINDS = ("negative", "positive", "unscored")


def draw(data: ChartData) -> Figure:
    """Draw the predictions by label, and the share of negative ones below."""
    stats = data.observed.stats
    return Figure(
        "traffic",
        _("Predictions and negative share over time"),
        ngettext(
            "%(count)s prediction; %(share)s of those scored are negative.",
            "%(count)s predictions; %(share)s of those scored are negative.",
            stats.predictions,
            count=number(stats.predictions),
            share=percent(stats.negative_share),
        ),
        [_volume_plot(data), _share_plot(data)],
        [_("From"), _("Predictions"), _("Negative"), _("Positive"), _("Not scored"), _("Share")],
        [
            _row(name, tally)
            for name, tally in zip(data.axis.names, data.observed.tallies, strict=True)
        ],
        list(zip(_KINDS, (_("Negative"), _("Positive"), _("Not scored")), strict=True)),
    )


def _counts(tally: Tally) -> tuple[int, int, int]:
    """Return the counts of `_KINDS`."""
    return tally.negative, tally.scored - tally.negative, tally.predictions - tally.scored


def _negative_share(tally: Tally) -> float | None:
    return tally.negative / tally.scored if tally.scored else None


def _row(name: str, tally: Tally) -> list[str]:
    counts = map(number, (tally.predictions, *_counts(tally)))
    return [name, *counts, percent(_negative_share(tally), 1)]


def _volume_plot(data: ChartData) -> Plot:
    axis, tallies = data.axis, data.observed.tallies
    scale = scale_for([tally.predictions for tally in tallies], minimum=2)
    plot = Plot(_("Predictions"), scale.ticks(number), axis.ticks)
    for index, (name, tally) in enumerate(zip(axis.names, tallies, strict=True)):
        parts = list(zip(_KINDS, _counts(tally), strict=True))
        title = labelled(name, number(tally.predictions))
        plot.columns += stacked_column(index, len(tallies), scale, parts, title)
    return plot


def _share_plot(data: ChartData) -> Plot:
    axis, tallies = data.axis, data.observed.tallies
    plot = Plot(_("Share of negative tweets"), SHARES.ticks(percent), axis.ticks)
    points: list[tuple[float, float] | None] = []
    for index, (name, tally) in enumerate(zip(axis.names, tallies, strict=True)):
        share = _negative_share(tally)
        if share is None:
            points.append(None)
            continue
        x, y = slot_centre(index, len(tallies)), SHARES.y(share)
        points.append((x, y))
        plot.dots.append(Dot(x, y, "negative", labelled(name, percent(share))))
    plot.lines = connect(points, "negative")
    return plot
