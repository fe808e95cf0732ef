"""The scores of a window against those of its reference."""

from collections.abc import Sequence

from flask_babel import gettext as _

from airparadis.domain.monitoring.drift import SCORE_BINS
from airparadis.services.models.drift import Comparison
from airparadis.services.monitoring.tallies import NEGATIVE_BINS
from airparadis.web.charts.figure import Figure
from airparadis.web.charts.plot import Dot, Plot, centre, connect, scale_for, share_ticks, stack
from airparadis.web.charts.scores import bin_name
from airparadis.web.presentation.formatting import percent


def shift(seen: Comparison) -> Figure:
    """Which share of the tweets got which probability, on either side."""
    before, now = _shares(seen.reference.scores), _shares(seen.current.scores)
    return Figure(
        "shift",
        _("Scores now and in the reference"),
        _("Columns are the window, the dotted line is the reference. Where they part, it drifts."),
        [_plot(before, now)],
        [_("Probability of positive"), _("Reference"), _("Window")],
        [
            [bin_name(place), percent(before[place], 1), percent(now[place], 1)]
            for place in range(SCORE_BINS)
        ],
        [
            ("negative", _("Negative now")),
            ("positive", _("Positive now")),
            ("reference", _("Reference")),
        ],
    )


def _shares(counts: Sequence[int]) -> list[float | None]:
    total = sum(counts)
    return [count / total if total else None for count in counts]


def _plot(before: Sequence[float | None], now: Sequence[float | None]) -> Plot:
    scale = scale_for([share for share in (*before, *now) if share is not None], least=0.1)
    ticks = share_ticks((0.0, 0.25, 0.5, 0.75, 1.0), 0.0, percent)
    plot = Plot(
        _("Share of the tweets by probability of being positive"), scale.ticks(percent), ticks
    )
    points: list[tuple[float, float] | None] = []
    for place, (reference, share) in enumerate(zip(before, now, strict=True)):
        kind = "negative" if place < NEGATIVE_BINS else "positive"
        title = f"{bin_name(place)}: {percent(share, 1)} ({percent(reference, 1)})"
        plot.columns += stack(place, SCORE_BINS, scale, [(kind, share or 0.0)], title)
        at = centre(place, SCORE_BINS)
        points.append(None if reference is None else (at, scale.y(reference)))
    plot.lines = connect(points, "reference")
    plot.dots = [Dot(*point, "reference") for point in points if point is not None]
    return plot
