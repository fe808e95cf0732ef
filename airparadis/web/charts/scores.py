"""The histogram of the model's probabilities."""

from collections.abc import Mapping

from flask_babel import gettext as _

from airparadis.domain.monitoring.histogram import PROBABILITY_EDGES, Measure
from airparadis.services.monitoring.dashboard import Observation
from airparadis.services.monitoring.tallies import NEGATIVE_BINS
from airparadis.web.charts.figure import Figure, number
from airparadis.web.charts.plot import Plot, Tick, scale_for, share_ticks, stack
from airparadis.web.presentation.formatting import percent

_BINS = len(PROBABILITY_EDGES) + 1
_NAMES = [(place / _BINS, (place + 1) / _BINS) for place in range(_BINS)]


def scores(seen: Observation) -> Figure:
    """How many tweets got which probability."""
    counts = seen.total.counts[Measure.PROBABILITY]
    summary = _(
        "By its own probabilities, %(share)s of the scored tweets are expected to be right.",
        share=percent(seen.stats.expected_accuracy, 1),
    )
    return Figure(
        "scores",
        _("How sure the model is"),
        summary,
        [_plot(counts)],
        [_("Probability of positive"), _("Tweets")],
        [[bin_name(place), number(counts[place])] for place in range(_BINS)],
        [("negative", _("Negative")), ("positive", _("Positive"))],
    )


def bin_name(place: int) -> str:
    """The probabilities of a bin."""
    low, high = _NAMES[place]
    return f"{percent(low)} – {percent(high)}"


def _plot(counts: Mapping[int, int]) -> Plot:
    scale = scale_for(list(counts.values()), least=2)
    marks = (0.0, 0.25, 0.5, 0.75, 1.0)
    ticks: list[Tick] = share_ticks(marks, 0.0, percent)
    plot = Plot(_("Tweets by probability of being positive"), scale.ticks(number), ticks)
    for place in range(_BINS):
        kind = "negative" if place < NEGATIVE_BINS else "positive"
        title = f"{bin_name(place)}: {number(counts[place])}"
        plot.columns += stack(place, _BINS, scale, [(kind, counts[place])], title)
    return plot
