"""The error rate over time, and how near the reports came to the alert's rule."""

from collections.abc import Sequence

from flask_babel import gettext as _

from airparadis.domain.incidents.window import WindowRule
from airparadis.domain.monitoring.figures import wilson_interval
from airparadis.services.monitoring.dashboard import Observation
from airparadis.web.charts.figure import Figure, TimeAxis, between, number
from airparadis.web.charts.plot import WHOLE, Dot, Line, Plot, centre, connect, scale_for, stack
from airparadis.web.presentation.formatting import percent

Votes = tuple[int, int]
"""Predictions voted on, and those of them reported wrong."""


def errors(seen: Observation, axis: TimeAxis, highest: Sequence[int], rule: WindowRule) -> Figure:
    """The error rate with its interval above, the most reports at once with the alert below."""
    votes = _votes_by_bucket(seen)
    summary = _(
        "%(rate)s of the voted predictions were reported wrong. The dashed line is where an "
        "incident opens.",
        rate=percent(seen.stats.error_rate, 1),
    )
    return Figure(
        "errors",
        _("Error rate over time, and the alert"),
        summary,
        [_rates(axis, votes), _peaks(axis, highest, rule)],
        [
            *(
                _("From"),
                _("Voted"),
                _("Reported wrong"),
                _("Error rate"),
                _("%(level)s interval", level=percent(0.95)),
            ),
            _("Most at once"),
        ],
        [_row(*each) for each in zip(axis.names, votes, highest, strict=True)],
    )


def _votes_by_bucket(seen: Observation) -> list[Votes]:
    found = [(0, 0)] * len(seen.buckets)
    for cell in seen.votes:
        voted, wrong = found[cell.bucket]
        found[cell.bucket] = voted + cell.voted, wrong + cell.wrong
    return found


def _row(name: str, votes: Votes, peak: int) -> list[str]:
    voted, wrong = votes
    rate = percent(wrong / voted, 1) if voted else "–"
    interval = between(wilson_interval(wrong, voted))
    return [name, number(voted), number(wrong), rate, interval, number(peak)]


def _rates(axis: TimeAxis, votes: Sequence[Votes]) -> Plot:
    caption = _("Reported wrong among voted, with its %(level)s interval", level=percent(0.95))
    plot = Plot(caption, WHOLE.ticks(percent), axis.ticks)
    points: list[tuple[float, float] | None] = []
    for place, (name, (voted, wrong)) in enumerate(zip(axis.names, votes, strict=True)):
        interval = wilson_interval(wrong, voted)
        if interval is None:
            points.append(None)
            continue
        x, y = centre(place, len(votes)), WHOLE.y(wrong / voted)
        points.append((x, y))
        title = f"{name}: {percent(wrong / voted)} ({between(interval)})"
        ends = WHOLE.y(interval.low), WHOLE.y(interval.high)
        plot.dots.append(Dot(x, y, "negative", title, *ends))
    plot.lines = connect(points, "negative")
    return plot


def _peaks(axis: TimeAxis, highest: Sequence[int], rule: WindowRule) -> Plot:
    scale = scale_for(highest, least=rule.threshold * 4 / 3)  # room above the dashed line
    caption = _(
        "Most predictions reported wrong within %(minutes)s min; alert at %(threshold)s",
        minutes=number(rule.window.total_seconds() / 60),
        threshold=number(rule.threshold),
    )
    plot = Plot(caption, scale.ticks(number), axis.ticks)
    for place, (name, peak) in enumerate(zip(axis.names, highest, strict=True)):
        kind = "negative" if peak >= rule.threshold else "neutral"
        plot.columns += stack(place, len(highest), scale, [(kind, peak)], f"{name}: {number(peak)}")
    y = scale.y(rule.threshold)
    plot.lines = [Line(0, y, 100, y, "threshold")]
    return plot
