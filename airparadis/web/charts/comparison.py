"""Several streams on one time line: their tweets, and the share of negative ones."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from flask_babel import format_datetime
from flask_babel import gettext as _

from airparadis.services.radar.comparing import StreamSeries
from airparadis.web.charts.figure import Figure, number
from airparadis.web.charts.plot import (
    SHARES,
    Dot,
    Plot,
    Scale,
    connect,
    scale_for,
    slot_centre,
)
from airparadis.web.charts.time_ticks import time_ticks
from airparadis.web.presentation.formatting import labelled, percent
from airparadis.web.presentation.locale import reader_zone

MAX_LINES = 5
"""More lines on one plot cannot be told apart."""


def stream_comparison(
    series: Sequence[StreamSeries], start: datetime, step: timedelta, count: int
) -> Figure:
    """Draw the busiest streams: the line of each has a colour and a pattern of its own."""
    shown = series[:MAX_LINES]
    total = sum(one.total for one in series)
    shares = ", ".join(
        f"{one.stream.name} {percent(one.total / total if total else None)}" for one in shown
    )
    ticks = time_ticks(start, count * step, reader_zone())
    scale = scale_for([float(value) for one in shown for value in one.tweets], minimum=2)
    tweets = Plot(_("Tweets"), scale.ticks(number), ticks)
    negative = Plot(_("Share of negative tweets"), SHARES.ticks(percent), ticks)
    names = [str(format_datetime(start + index * step, "d MMM, HH:mm")) for index in range(count)]
    for place, one in enumerate(shown, 1):
        kind = f"stream-{place}"
        _draw(tweets, scale, kind, names, one.stream.name, list(map(float, one.tweets)), number)
        values = [one.negative_share(index) for index in range(count)]
        _draw(negative, SHARES, kind, names, one.stream.name, values, percent)
    return Figure(
        "comparison",
        _("Streams compared"),
        _("Share of voice: %(shares)s.", shares=shares),
        [tweets, negative],
        [_("From"), *(one.stream.name for one in shown)],
        [[name, *(_cell(one, index) for one in shown)] for index, name in enumerate(names)],
        [(f"stream-{place}", one.stream.name) for place, one in enumerate(shown, 1)],
    )


def _draw(
    plot: Plot,
    scale: Scale,
    kind: str,
    names: Sequence[str],
    stream: str,
    values: Sequence[float | None],
    write: Callable[[float], str],
) -> None:
    points: list[tuple[float, float] | None] = []
    for index, value in enumerate(values):
        if value is None:
            points.append(None)
            continue
        point = (slot_centre(index, len(values)), scale.y(value))
        points.append(point)
        title = labelled(f"{stream}, {names[index]}", write(value))
        plot.dots.append(Dot(*point, kind, title))
    plot.lines += connect(points, kind)


def _cell(one: StreamSeries, index: int) -> str:
    share = one.negative_share(index)
    tweets = number(one.tweets[index])
    return tweets if share is None else f"{tweets} ({percent(share)})"
