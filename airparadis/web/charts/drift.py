"""The scores of a window beside those of its reference."""

from collections.abc import Sequence

from flask_babel import gettext as _

from airparadis.domain.monitoring.drift.profile import SCORE_BINS
from airparadis.services.models.drift import Comparison
from airparadis.web.charts.dashboard.scores import bin_kind, bin_name, probability_ticks
from airparadis.web.charts.figure import Figure
from airparadis.web.charts.plot import Dot, Plot, connect, scale_for, slot_centre, stacked_column
from airparadis.web.presentation.formatting import labelled, percent

Shares = Sequence[float | None]
"""The share of the tweets in each bin of probability; None if there are no tweets."""


def score_shift(comparison: Comparison) -> Figure:
    """Draw the share of the tweets by probability, now and in the reference."""
    before, now = _shares(comparison.reference.scores), _shares(comparison.current.scores)
    return Figure(
        "shift",
        _("Scores now and in the reference"),
        _("Bars: this span. Dotted line: the reference. A gap between them is drift."),
        [_plot(before, now)],
        [_("Probability of positive"), _("Reference"), _("Window")],
        [
            [bin_name(index), percent(before[index], 1), percent(now[index], 1)]
            for index in range(SCORE_BINS)
        ],
        [
            ("negative", _("Negative now")),
            ("positive", _("Positive now")),
            ("reference", _("Reference")),
        ],
    )


def _shares(counts: Sequence[int]) -> Shares:
    total = sum(counts)
    return [count / total if total else None for count in counts]


def _plot(before: Shares, now: Shares) -> Plot:
    scale = scale_for([share for share in (*before, *now) if share is not None], minimum=0.1)
    caption = _("Share of the tweets by probability of being positive")
    plot = Plot(caption, scale.ticks(percent), probability_ticks())
    points: list[tuple[float, float] | None] = []
    for index, (reference, share) in enumerate(zip(before, now, strict=True)):
        parts = [(bin_kind(index), share or 0.0)]
        title = labelled(bin_name(index), f"{percent(share, 1)} ({percent(reference, 1)})")
        plot.columns += stacked_column(index, SCORE_BINS, scale, parts, title)
        x = slot_centre(index, SCORE_BINS)
        points.append(None if reference is None else (x, scale.y(reference)))
    plot.lines = connect(points, "reference")
    plot.dots = [Dot(*point, "reference") for point in points if point is not None]
    return plot
