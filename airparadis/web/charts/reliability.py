"""The reliability diagram: is the model right as often as it says?

(Murphy and Winkler 1977; DeGroot and Fienberg, "The Comparison and Evaluation of Forecasters",
The Statistician 32, 1983.)
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from airparadis.domain.monitoring.figures import Interval, wilson_interval
from airparadis.domain.monitoring.histogram import CONFIDENCE_EDGES
from airparadis.services.monitoring.dashboard import Observation
from airparadis.services.monitoring.vote_buckets import VoteCell
from airparadis.web.charts.figure import Figure, between, number
from airparadis.web.charts.plot import WHOLE, Dot, Line, Plot, share_ticks
from airparadis.web.presentation.formatting import percent

_EDGES = (0.5, *CONFIDENCE_EDGES, 1.0)


@dataclass(slots=True)
class _Bin:
    """Voted predictions of about the same confidence."""

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
        found = wilson_interval(self.voted - self.wrong, self.voted)
        assert found is not None  # noqa: S101 (a bin is there only if somebody voted)
        return found


def reliability(seen: Observation) -> Figure:
    """The share found right against the mean confidence, bin by bin, with the counts."""
    bins = _bins(seen.votes)
    summary = _(
        "On the dashed line the model is right as often as it says; below it, it is too sure. "
        "Readers vote on what looks wrong more than on what looks right: that alone pulls the "
        "dots down."
    )
    return Figure(
        "reliability",
        _("Is it right as often as it says?"),
        summary,
        [_plot(bins)],
        [
            *(_("Confidence"), _("Voted"), _("Reported wrong"), _("Mean confidence")),
            *(_("Found right"), _("%(level)s interval", level=percent(0.95))),
        ],
        [_row(place, found) for place, found in bins.items()],
    )


def _bins(cells: Iterable[VoteCell]) -> dict[int, _Bin]:
    found: dict[int, _Bin] = {}
    for cell in cells:
        if cell.confidence_bin is None:
            continue
        each = found.setdefault(cell.confidence_bin, _Bin())
        each.voted += cell.voted
        each.wrong += cell.wrong
        each.confidence += cell.confidence
    return dict(sorted(found.items()))


def _name(place: int) -> str:
    return f"{percent(_EDGES[place])} – {percent(_EDGES[place + 1])}"


def _row(place: int, found: _Bin) -> list[str]:
    shares = percent(found.mean_confidence, 1), percent(found.right_share, 1)
    counts = number(found.voted), number(found.wrong)
    return [_name(place), *counts, *shares, between(found.interval)]


def _plot(bins: Mapping[int, _Bin]) -> Plot:
    ticks = share_ticks((0.5, 0.6, 0.7, 0.8, 0.9, 1.0), 0.5, percent)
    plot = Plot(_("Found right by readers, by confidence"), WHOLE.ticks(percent), ticks)
    plot.lines = [Line(0, WHOLE.y(0.5), 100, WHOLE.y(1.0), "ideal")]
    for place, found in bins.items():
        title = f"{_name(place)}: {percent(found.right_share)} ({number(found.voted)})"
        ends = WHOLE.y(found.interval.low), WHOLE.y(found.interval.high)
        x = 100 * (2 * found.mean_confidence - 1)
        plot.dots.append(Dot(x, WHOLE.y(found.right_share), "positive", title, *ends))
    return plot
