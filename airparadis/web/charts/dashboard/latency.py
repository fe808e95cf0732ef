"""The time it takes to score a tweet, over time."""

from collections.abc import Sequence

from flask_babel import gettext as _

from airparadis.domain.monitoring.figures import Latency
from airparadis.services.monitoring.dashboard import latency
from airparadis.web.charts.dashboard.chart import ChartData
from airparadis.web.charts.figure import Figure
from airparadis.web.charts.plot import Dot, Plot, Scale, connect, scale_for, slot_centre
from airparadis.web.presentation.formatting import milliseconds, percent


def draw(data: ChartData) -> Figure:
    """Draw the median and the 95th percentile."""
    latencies = [latency(tally) for tally in data.observed.tallies]
    scale = scale_for([bucket.p95 for bucket in latencies if bucket is not None], minimum=0.1)
    plot = Plot(_("Milliseconds for a tweet"), scale.ticks(milliseconds), data.axis.ticks)
    _draw_line(plot, scale, "p50", [bucket.p50 if bucket else None for bucket in latencies])
    _draw_line(plot, scale, "p95", [bucket.p95 if bucket else None for bucket in latencies])
    return Figure(
        "latency",
        _("Time to score a tweet"),
        _summary(latency(data.observed.total)),
        [plot],
        [_("From"), *(_percentile(share) for share in (0.5, 0.95, 0.99))],
        [_row(name, bucket) for name, bucket in zip(data.axis.names, latencies, strict=True)],
        [("p50", _percentile(0.5)), ("p95", _percentile(0.95))],
    )


def _percentile(share: float) -> str:
    return str(_("%(share)s within (ms)", share=percent(share)))


def _draw_line(plot: Plot, scale: Scale, kind: str, values: Sequence[float | None]) -> None:
    points = [
        None if value is None else (slot_centre(index, len(values)), scale.y(value))
        for index, value in enumerate(values)
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


def _row(name: str, bucket: Latency | None) -> list[str]:
    values = (None, None, None) if bucket is None else (bucket.p50, bucket.p95, bucket.p99)
    return [name, *("–" if value is None else milliseconds(value) for value in values)]
