"""A stream over time: volume by sentiment, what is usual, and when the alarm was raised."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _

from airparadis.db.tables import Burst
from airparadis.domain.radar.timeline import Timeline
from airparadis.notify.burst_labels import burst_headline
from airparadis.web.charts.clock import clock_ticks
from airparadis.web.charts.figure import Figure, number
from airparadis.web.charts.plot import Column, Line, Link, Plot, scale_for, stack
from airparadis.web.presentation.formatting import percent
from airparadis.web.presentation.locale import reader_zone

SPARK_HEIGHT = 32
MARK = 1.5
"""Per cent of the plot around the line of an incident that lead to it."""


def volume(
    seen: Timeline,
    bursts: Sequence[Burst],
    closer: Sequence[Link] = (),
    report_url: Callable[[int], str] | None = None,
) -> Figure:
    """Tweets by sentiment over the band of what is usual; a dashed line where a burst began.

    Args:
        seen: the counts.
        bursts: those outside the time that is shown are left out.
        closer: where each column leads.
        report_url: where the line of an incident leads.
    """
    total = int(seen.tweets.sum())
    summary = ngettext(
        "%(count)s tweet; %(share)s of those scored are negative. The band is what is usual; "
        "a dashed line is where a burst began.",
        "%(count)s tweets; %(share)s of those scored are negative. The band is what is usual; "
        "a dashed line is where a burst began.",
        total,
        count=number(total),
        share=percent(seen.negative.sum() / seen.scored.sum() if seen.scored.sum() else None),
    )
    return Figure(
        "volume",
        _("Tweets over time"),
        summary,
        [_plot(seen, bursts, closer, report_url)],
        [
            *(_("From"), _("Tweets"), _("Negative"), _("Positive"), _("Not scored")),
            *(_("Usual"), _("Incident")),
        ],
        [_row(seen, place, bursts) for place in range(len(seen.tweets))],
        [
            *(("negative", _("Negative")), ("positive", _("Positive"))),
            *(("unscored", _("Not scored")), ("band", _("Usual"))),
        ],
        [each.url for each in closer],
    )


def spark(hours: Sequence[int]) -> Plot:
    """Tweets by hour, small enough for a list."""
    plot = Plot("", [], [], height=SPARK_HEIGHT)
    top = max([*hours, 1])
    slot = 100 / len(hours)
    for place, count in enumerate(hours):
        height = SPARK_HEIGHT * count / top
        plot.columns.append(
            Column(slot * place, slot * 0.85, SPARK_HEIGHT - height, height, "neutral")
        )
    return plot


def _plot(
    seen: Timeline,
    bursts: Sequence[Burst],
    closer: Sequence[Link],
    report_url: Callable[[int], str] | None,
) -> Plot:
    highs = [float(each) for each in seen.high if each == each]  # NaN: nothing is usual yet
    scale = scale_for([*map(float, seen.tweets), *highs], least=2)
    count = len(seen.tweets)
    plot = Plot(
        _("Tweets"), scale.ticks(number), clock_ticks(seen.start, seen.step * count, reader_zone())
    )
    titles = []
    for place in range(count):
        if seen.high[place] == seen.high[place]:
            top, foot = scale.y(float(seen.high[place])), scale.y(float(seen.low[place]))
            plot.columns.append(
                Column(100 * place / count, 100 / count, top, max(foot - top, 1), "band")
            )
        parts = list(zip(("negative", "positive", "unscored"), _parts(seen, place), strict=True))
        title = f"{_name(seen.start_of(place))}: {number(int(seen.tweets[place]))}"
        plot.columns += stack(place, count, scale, parts, title)
        titles.append(title)
    plot.links += [replace(link, title=title) for link, title in zip(closer, titles, strict=False)]
    whole = seen.step * count
    for burst in bursts:
        at = 100 * ((burst.incident.first_report_at - seen.start) / whole)
        if 0 <= at <= 100:
            plot.lines.append(Line(at, 0, at, plot.height, "threshold"))
            if report_url:
                url, words = report_url(burst.incident_id), burst_headline(burst)
                plot.links.append(Link(max(at - MARK / 2, 0), MARK, url, words))
    return plot


def _parts(seen: Timeline, place: int) -> tuple[int, int, int]:
    """Negative, positive, not scored."""
    tweets, scored, negative = (
        int(each[place]) for each in (seen.tweets, seen.scored, seen.negative)
    )
    return negative, scored - negative, tweets - scored


def _row(seen: Timeline, place: int, bursts: Sequence[Burst]) -> list[str]:
    begin, end = seen.start_of(place), seen.start_of(place + 1)
    usual = "–"
    if seen.high[place] == seen.high[place]:
        usual = (
            f"{number(round(float(seen.low[place])))} – {number(round(float(seen.high[place])))}"
        )
    opened = [each for each in bursts if begin <= each.incident.first_report_at < end]
    severity = ", ".join(
        _("severity %(severity)s", severity=number(each.severity)) for each in opened
    )
    counts = map(number, (int(seen.tweets[place]), *_parts(seen, place)))
    return [_name(begin), *counts, usual, severity or "–"]


def _name(moment: datetime) -> str:
    return str(format_datetime(moment, "d MMM y, HH:mm"))
