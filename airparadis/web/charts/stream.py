"""The volume of a stream over time: by sentiment, with the usual band and the bursts."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from math import isnan

from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _

from airparadis.db.tables import Burst
from airparadis.domain.radar.timeline import Timeline
from airparadis.notify.burst_labels import burst_headline
from airparadis.web.charts.figure import Figure, number
from airparadis.web.charts.plot import Column, Line, Link, Plot, Scale, scale_for, stacked_column
from airparadis.web.charts.time_ticks import time_ticks
from airparadis.web.presentation.formatting import labelled, percent
from airparadis.web.presentation.locale import reader_zone

SPARKLINE_HEIGHT = 32
BURST_LINK_WIDTH = 1.5
"""Per cent of the plot, around the line of a burst."""

_KINDS = ("negative", "positive", "unscored")


def volume(
    timeline: Timeline,
    bursts: Sequence[Burst],
    zoom_links: Sequence[Link] = (),
    report_url: Callable[[int], str] | None = None,
) -> Figure:
    """Draw the tweets by sentiment over the usual band, with a dashed line where a burst began.

    Args:
        timeline: the counts.
        bursts: those outside the timeline are left out.
        zoom_links: the link of each column.
        report_url: gives the URL of a burst by the number of its incident.
    """
    total, scored = int(timeline.tweets.sum()), timeline.scored.sum()
    summary = ngettext(
        "%(count)s tweet; %(share)s of those scored are negative. The band shows the usual "
        "range; a dashed line marks the start of a burst.",
        "%(count)s tweets; %(share)s of those scored are negative. The band shows the usual "
        "range; a dashed line marks the start of a burst.",
        total,
        count=number(total),
        share=percent(timeline.negative.sum() / scored if scored else None),
    )
    return Figure(
        "volume",
        _("Tweets over time"),
        summary,
        [_plot(timeline, bursts, zoom_links, report_url)],
        [
            *(_("From"), _("Tweets"), _("Negative"), _("Not negative"), _("Not scored")),
            *(_("Usual"), _("Incident")),
        ],
        [_row(timeline, index, bursts) for index in range(len(timeline.tweets))],
        [
            *(("negative", _("Negative")), ("positive", _("Not negative"))),
            *(("unscored", _("Not scored")), ("band", _("Usual"))),
        ],
        [link.url for link in zoom_links],
    )


def sparkline(counts: Sequence[int], negative: Sequence[int]) -> Plot:
    """Draw counts as columns small enough for a list, negative ones at their foot."""
    plot = Plot("", [], [], height=SPARKLINE_HEIGHT)
    top = max([*counts, 1])
    slot = 100 / len(counts)
    for index, (count, bad) in enumerate(zip(counts, negative, strict=True)):
        foot = float(SPARKLINE_HEIGHT)
        for part, kind in ((bad, "negative"), (count - bad, "positive")):
            height = SPARKLINE_HEIGHT * part / top
            foot -= height
            plot.columns.append(Column(slot * index, slot * 0.85, foot, height, kind))
    return plot


def _plot(
    timeline: Timeline,
    bursts: Sequence[Burst],
    zoom_links: Sequence[Link],
    report_url: Callable[[int], str] | None,
) -> Plot:
    highs = [float(high) for high in timeline.high if not isnan(high)]
    scale = scale_for([*map(float, timeline.tweets), *highs], minimum=2)
    count = len(timeline.tweets)
    x_ticks = time_ticks(timeline.start, timeline.step * count, reader_zone())
    plot = Plot(_("Tweets"), scale.ticks(number), x_ticks)
    titles = []
    for index in range(count):
        if not isnan(timeline.high[index]):
            plot.columns.append(_band(timeline, index, scale))
        parts = list(zip(_KINDS, _counts(timeline, index), strict=True))
        title = labelled(_name(timeline.start_of(index)), number(int(timeline.tweets[index])))
        plot.columns += stacked_column(index, count, scale, parts, title)
        titles.append(title)
    plot.links += [
        replace(link, title=title) for link, title in zip(zoom_links, titles, strict=False)
    ]
    for burst in bursts:
        _mark_burst(plot, timeline, burst, report_url)
    return plot


def _band(timeline: Timeline, index: int, scale: Scale) -> Column:
    count = len(timeline.tweets)
    top, foot = scale.y(float(timeline.high[index])), scale.y(float(timeline.low[index]))
    return Column(100 * index / count, 100 / count, top, max(foot - top, 1), "band")


def _mark_burst(
    plot: Plot, timeline: Timeline, burst: Burst, report_url: Callable[[int], str] | None
) -> None:
    whole = timeline.step * len(timeline.tweets)
    x = 100 * ((burst.incident.first_report_at - timeline.start) / whole)
    if not 0 <= x <= 100:
        return
    plot.lines.append(Line(x, 0, x, plot.height, "threshold"))
    if report_url:
        url, title = report_url(burst.incident_id), burst_headline(burst)
        plot.links.append(Link(max(x - BURST_LINK_WIDTH / 2, 0), BURST_LINK_WIDTH, url, title))


def _counts(timeline: Timeline, index: int) -> tuple[int, int, int]:
    """Return the counts of `_KINDS`."""
    columns = (timeline.tweets, timeline.scored, timeline.negative)
    tweets, scored, negative = (int(column[index]) for column in columns)
    return negative, scored - negative, tweets - scored


def _row(timeline: Timeline, index: int, bursts: Sequence[Burst]) -> list[str]:
    begin, end = timeline.start_of(index), timeline.start_of(index + 1)
    usual = "–"
    if not isnan(timeline.high[index]):
        low, high = round(float(timeline.low[index])), round(float(timeline.high[index]))
        usual = f"{number(low)} – {number(high)}"
    severity = ", ".join(
        _("severity %(severity)s", severity=number(burst.severity))
        for burst in bursts
        if begin <= burst.incident.first_report_at < end
    )
    counts = map(number, (int(timeline.tweets[index]), *_counts(timeline, index)))
    return [_name(begin), *counts, usual, severity or "–"]


def _name(moment: datetime) -> str:
    return str(format_datetime(moment, "d MMM y, HH:mm"))
