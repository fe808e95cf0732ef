"""How long scoring takes, over time."""

from collections.abc import Sequence

from flask_babel import gettext as _

from airparadis.domain.monitoring.figures import Latency
from airparadis.services.monitoring.dashboard import Observation, latency
from airparadis.web.charts.figure import Figure, TimeAxis
from airparadis.web.charts.plot import Dot, Plot, Scale, centre, connect, scale_for
from airparadis.web.presentation.formatting import milliseconds, percent


def speed(seen: Observation, axis: TimeAxis) -> Figure:
    """The median and the slowest of twenty."""
    found = [latency(tally) for tally in seen.tallies]
    scale = scale_for([each.p95 for each in found if each is not None], least=0.1)
    plot = Plot(_("Milliseconds for a tweet"), scale.ticks(milliseconds), axis.ticks)
    _draw(plot, scale, "p50", [each.p50 if each else None for each in found])
    _draw(plot, scale, "p95", [each.p95 if each else None for each in found])
    return Figure(
        "latency",
        _("Time to score a tweet"),
        _summary(latency(seen.total)),
        [plot],
        [_("From"), *(_within(share) for share in (0.5, 0.95, 0.99))],
        [_row(*each) for each in zip(axis.names, found, strict=True)],
        [("p50", _within(0.5)), ("p95", _within(0.95))],
    )


def _within(share: float) -> str:
    return str(_("%(share)s within (ms)", share=percent(share)))


def _draw(plot: Plot, scale: Scale, kind: str, values: Sequence[float | None]) -> None:
    points = [
        None if value is None else (centre(place, len(values)), scale.y(value))
        for place, value in enumerate(values)
    ]
    plot.lines += connect(points, kind)
    plot.dots += [Dot(*point, kind) for point in points if point is not None]


def _summary(total: Latency | None) -> str:
    if total is None:
        return str(_("Nothing was scored."))
    return str(
        _(
            "Half of the tweets took %(p50)s ms at most, 95 of 100 took %(p95)s ms at most.",
            p50=milliseconds(total.p50),
            p95=milliseconds(total.p95),
        )
    )


def _row(name: str, found: Latency | None) -> list[str]:
    values = (None, None, None) if found is None else (found.p50, found.p95, found.p99)
    return [name, *("–" if value is None else milliseconds(value) for value in values)]
