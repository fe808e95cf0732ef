"""The histogram of the model's probabilities."""

from collections.abc import Mapping

from flask_babel import gettext as _

from airparadis.domain.monitoring.histogram import PROBABILITY_EDGES, Measure
from airparadis.services.monitoring.tallies import NEGATIVE_BINS
from airparadis.web.charts.dashboard.chart import ChartData
from airparadis.web.charts.figure import Figure, number
from airparadis.web.charts.plot import Plot, Tick, scale_for, share_ticks, stacked_column
from airparadis.web.presentation.formatting import labelled, percent

_BINS = len(PROBABILITY_EDGES) + 1


def draw(data: ChartData) -> Figure:
    """Draw the number of tweets by probability."""
    counts = data.observed.total.counts(Measure.PROBABILITY)
    summary = _(
        "By its own probabilities, %(share)s of the scored tweets are expected to be right.",
        share=percent(data.observed.stats.expected_accuracy, 1),
    )
    return Figure(
        "scores",
        _("Confidence"),
        summary,
        [_plot(counts)],
        [_("Probability of positive"), _("Tweets")],
        [[bin_name(index), number(counts[index])] for index in range(_BINS)],
        [("negative", _("Negative")), ("positive", _("Positive"))],
    )


def bin_name(index: int) -> str:
    """Name the probabilities of a bin."""
    return f"{percent(index / _BINS)} – {percent((index + 1) / _BINS)}"


def bin_kind(index: int) -> str:
    """Return the side that a bin is on: `negative` or `positive`."""
    return "negative" if index < NEGATIVE_BINS else "positive"


def probability_ticks() -> list[Tick]:
    """Mark the axis of probabilities at its quarters."""
    return share_ticks((0.0, 0.25, 0.5, 0.75, 1.0), 0.0, percent)


def _plot(counts: Mapping[int, int]) -> Plot:
    scale = scale_for(list(counts.values()), minimum=2)
    caption = _("Tweets by probability of being positive")
    plot = Plot(caption, scale.ticks(number), probability_ticks())
    for index in range(_BINS):
        parts = [(bin_kind(index), counts[index])]
        title = labelled(bin_name(index), number(counts[index]))
        plot.columns += stacked_column(index, _BINS, scale, parts, title)
    return plot
