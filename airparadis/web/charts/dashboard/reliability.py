"""The reliability diagram: is the model right as often as its confidence says?

(Murphy and Winkler 1977; DeGroot and Fienberg, "The Comparison and Evaluation of Forecasters",
The Statistician 32, 1983.)
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from airparadis.db.tables.tallies import UNSCORED
from airparadis.domain.monitoring.figures import Interval, wilson_interval
from airparadis.domain.monitoring.histogram import CONFIDENCE_EDGES
from airparadis.services.monitoring.votes import VoteCell
from airparadis.web.charts.dashboard.chart import ChartData
from airparadis.web.charts.figure import Figure, interval_text, number
from airparadis.web.charts.plot import SHARES, Dot, Line, Plot, share_ticks
from airparadis.web.presentation.formatting import labelled, percent

_EDGES = (0.5, *CONFIDENCE_EDGES, 1.0)


@dataclass(slots=True)
class _Bin:
    """The voted predictions of about the same confidence."""

    voted: int = 0
    wrong: int = 0
    confidence: float = 0.0

    @property
    def mean_confidence(self) -> float:
        return self.confidence / self.voted

    @property
    def right_share(self) -> float:
        return 1 - self.wrong / self.voted

    @property
    def interval(self) -> Interval:
        interval = wilson_interval(self.voted - self.wrong, self.voted)
        assert interval is not None  # noqa: S101 (a bin exists only if somebody voted)
        return interval


def draw(data: ChartData) -> Figure:
    """Draw the share that readers found right against the mean confidence, bin by bin."""
    bins = _bins(data.observed.votes)
    summary = _(
        "On the dashed line the model is right as often as it says; below it, it is too sure. "
        "Readers vote on what looks wrong more than on what looks right: that alone pulls the "
        "dots down."
    )
    return Figure(
        "reliability",
        _("Calibration"),
        summary,
        [_plot(bins)],
        [
            *(_("Confidence"), _("Judged"), _("Reported wrong"), _("Mean confidence")),
            *(_("Found right"), _("%(level)s interval", level=percent(0.95))),
        ],
        [_row(index, votes) for index, votes in bins.items()],
    )


def _bins(cells: Iterable[VoteCell]) -> dict[int, _Bin]:
    bins: dict[int, _Bin] = {}
    for cell in cells:
        if cell.bin == UNSCORED:
            continue
        votes = bins.setdefault(cell.bin, _Bin())
        votes.voted += cell.voted
        votes.wrong += cell.wrong
        votes.confidence += cell.confidence
    return dict(sorted(bins.items()))


def _name(index: int) -> str:
    return f"{percent(_EDGES[index])} – {percent(_EDGES[index + 1])}"


def _row(index: int, votes: _Bin) -> list[str]:
    shares = percent(votes.mean_confidence, 1), percent(votes.right_share, 1)
    counts = number(votes.voted), number(votes.wrong)
    return [_name(index), *counts, *shares, interval_text(votes.interval)]


def _plot(bins: Mapping[int, _Bin]) -> Plot:
    ticks = share_ticks((0.5, 0.6, 0.7, 0.8, 0.9, 1.0), 0.5, percent)
    plot = Plot(_("Found right by readers, by confidence"), SHARES.ticks(percent), ticks)
    plot.lines = [Line(0, SHARES.y(0.5), 100, SHARES.y(1.0), "ideal")]
    for index, votes in bins.items():
        title = labelled(_name(index), f"{percent(votes.right_share)} ({number(votes.voted)})")
        ends = SHARES.y(votes.interval.low), SHARES.y(votes.interval.high)
        x = 100 * (2 * votes.mean_confidence - 1)
        plot.dots.append(Dot(x, SHARES.y(votes.right_share), "positive", title, *ends))
    return plot
