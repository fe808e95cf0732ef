"""Predictions and their negative share over time."""

from flask_babel import gettext as _
from flask_babel import ngettext

from airparadis.services.monitoring.dashboard import Observation
from airparadis.services.monitoring.tallies import Tally
from airparadis.web.charts.figure import Figure, TimeAxis, number
from airparadis.web.charts.plot import WHOLE, Dot, Plot, centre, connect, scale_for, stack
from airparadis.web.presentation.formatting import percent


def traffic(seen: Observation, axis: TimeAxis) -> Figure:
    """Predictions by label, and the share of negative ones."""
    stats = seen.stats
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
        [_volume(seen, axis), _share(seen, axis)],
        [_("From"), _("Predictions"), _("Negative"), _("Positive"), _("Not scored"), _("Share")],
        [_row(name, tally) for name, tally in zip(axis.names, seen.tallies, strict=True)],
        [("negative", _("Negative")), ("positive", _("Positive")), ("unscored", _("Not scored"))],
    )


def _parts(tally: Tally) -> tuple[int, int, int]:
    """Negative, positive, not scored."""
    return tally.negative, tally.scored - tally.negative, tally.predictions - tally.scored


def _negative_share(tally: Tally) -> float | None:
    return tally.negative / tally.scored if tally.scored else None


def _row(name: str, tally: Tally) -> list[str]:
    counts = map(number, (tally.predictions, *_parts(tally)))
    return [name, *counts, percent(_negative_share(tally), 1)]


def _volume(seen: Observation, axis: TimeAxis) -> Plot:
    scale = scale_for([tally.predictions for tally in seen.tallies], least=2)
    plot = Plot(_("Predictions"), scale.ticks(number), axis.ticks)
    for place, (name, tally) in enumerate(zip(axis.names, seen.tallies, strict=True)):
        parts = list(zip(("negative", "positive", "unscored"), _parts(tally), strict=True))
        title = f"{name}: {number(tally.predictions)}"
        plot.columns += stack(place, len(axis.names), scale, parts, title)
    return plot


def _share(seen: Observation, axis: TimeAxis) -> Plot:
    plot = Plot(_("Share of negative tweets"), WHOLE.ticks(percent), axis.ticks)
    points: list[tuple[float, float] | None] = []
    for place, (name, tally) in enumerate(zip(axis.names, seen.tallies, strict=True)):
        share = _negative_share(tally)
        if share is None:
            points.append(None)
            continue
        x, y = centre(place, len(axis.names)), WHOLE.y(share)
        points.append((x, y))
        plot.dots.append(Dot(x, y, "negative", f"{name}: {percent(share)}"))
    plot.lines = connect(points, "negative")
    return plot
