"""The error rate over time, and how close the reports came to the alert."""

from collections.abc import Sequence

from flask_babel import gettext as _

from airparadis.domain.incidents.window import WindowRule
from airparadis.domain.monitoring.figures import wilson_interval
from airparadis.services.monitoring.dashboard import DashboardData
from airparadis.web.charts.dashboard.chart import ChartData
from airparadis.web.charts.figure import Figure, TimeAxis, interval_text, number
from airparadis.web.charts.plot import (
    SHARES,
    Dot,
    Line,
    Plot,
    connect,
    scale_for,
    slot_centre,
    stacked_column,
)
from airparadis.web.presentation.formatting import labelled, percent

Votes = tuple[int, int]
"""Predictions voted on, and those of them reported wrong."""


def draw(data: ChartData) -> Figure:
    """Draw the error rate with its interval above, the peaks of reports with the alert below."""
    votes = _votes_by_bucket(data.observed)
    summary = _(
        "%(rate)s of the judged predictions were reported wrong. An incident opens at the "
        "dashed line.",
        rate=percent(data.observed.stats.error_rate, 1),
    )
    return Figure(
        "errors",
        _("Error rate over time, and the alert"),
        summary,
        [_rate_plot(data.axis, votes), _peak_plot(data.axis, data.peaks, data.rule)],
        [
            *(
                _("From"),
                _("Judged"),
                _("Reported wrong"),
                _("Error rate"),
                _("%(level)s interval", level=percent(0.95)),
            ),
            _("Most at once"),
        ],
        [_row(*bucket) for bucket in zip(data.axis.names, votes, data.peaks, strict=True)],
    )


def _votes_by_bucket(observed: DashboardData) -> list[Votes]:
    votes = [(0, 0)] * len(observed.buckets)
    for cell in observed.votes:
        voted, wrong = votes[cell.bucket]
        votes[cell.bucket] = voted + cell.voted, wrong + cell.wrong
    return votes


def _row(name: str, votes: Votes, peak: int) -> list[str]:
    voted, wrong = votes
    rate = percent(wrong / voted, 1) if voted else "–"
    interval = interval_text(wilson_interval(wrong, voted))
    return [name, number(voted), number(wrong), rate, interval, number(peak)]


def _rate_plot(axis: TimeAxis, votes: Sequence[Votes]) -> Plot:
    caption = _(
        "Error rate among judged predictions, with its %(level)s interval", level=percent(0.95)
    )
    plot = Plot(caption, SHARES.ticks(percent), axis.ticks)
    points: list[tuple[float, float] | None] = []
    for index, (name, (voted, wrong)) in enumerate(zip(axis.names, votes, strict=True)):
        interval = wilson_interval(wrong, voted)
        if interval is None:
            points.append(None)
            continue
        x, y = slot_centre(index, len(votes)), SHARES.y(wrong / voted)
        points.append((x, y))
        title = labelled(name, f"{percent(wrong / voted)} ({interval_text(interval)})")
        ends = SHARES.y(interval.low), SHARES.y(interval.high)
        plot.dots.append(Dot(x, y, "negative", title, *ends))
    plot.lines = connect(points, "negative")
    return plot


def _peak_plot(axis: TimeAxis, peaks: Sequence[int], rule: WindowRule) -> Plot:
    scale = scale_for(peaks, minimum=rule.threshold * 4 / 3)  # leaves room above the dashed line
    caption = _(
        "Highest number of predictions reported wrong within %(minutes)s min; alert at "
        "%(threshold)s",
        minutes=number(rule.window.total_seconds() / 60),
        threshold=number(rule.threshold),
    )
    plot = Plot(caption, scale.ticks(number), axis.ticks)
    for index, (name, peak) in enumerate(zip(axis.names, peaks, strict=True)):
        kind = "negative" if peak >= rule.threshold else "neutral"
        title = labelled(name, number(peak))
        plot.columns += stacked_column(index, len(peaks), scale, [(kind, peak)], title)
    y = scale.y(rule.threshold)
    plot.lines = [Line(0, y, 100, y, "threshold")]
    return plot
