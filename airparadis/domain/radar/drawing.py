"""A backtest as an SVG chart: volume by sentiment, usual range, alerts."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from html import escape
from typing import Final

import numpy as np

from airparadis.domain.radar.backtest import Alert
from airparadis.domain.radar.enums import HOUR
from airparadis.domain.radar.series import Series
from airparadis.domain.radar.timeline import Timeline, timeline_of

WIDTH, HEIGHT, FOOT, SIDE = 1200, 320, 40, 60
MAX_COLUMNS: Final = 400
STEPS: Final = tuple(HOUR * hours for hours in (1, 2, 4, 12, 24, 168))
_LABELS = 8

_STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#333}.negative{fill:#c2410c}.positive{fill:#2563eb}"
    ".unscored{fill:#9ca3af}.usual{fill:#e5e7eb}.alert{stroke:#111;stroke-width:2;"
    "stroke-dasharray:4 3}"
)


def draw(title: str, series: Series, alerts: Sequence[Alert], zone: tzinfo) -> str:
    """Draw a series and its alerts as an SVG file, times in `zone`."""
    hours = len(series.counts) * timedelta(minutes=5)
    step = next((step for step in STEPS if hours <= MAX_COLUMNS * step), STEPS[-1])
    timeline = timeline_of([series], 0, step)
    known = timeline.high[~np.isnan(timeline.high)]
    top = max([*timeline.tweets.tolist(), *known.tolist(), 1.0])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT + FOOT + 40}">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style>",
        '<rect width="100%" height="100%" fill="#fff"/>',
        f'<text x="{SIDE}" y="16">{escape(title)}</text><g transform="translate(0 30)">',
        f'<text x="{SIDE - 6}" y="10" text-anchor="end">{top:,.0f}</text>',
        f'<text x="{SIDE - 6}" y="{HEIGHT}" text-anchor="end">0</text>',
        *_columns(timeline, top),
        *_times(timeline, zone),
        *(_mark(timeline, alert, zone) for alert in alerts),
        "</g></svg>",
    ]
    return "\n".join(parts) + "\n"


def _x(timeline: Timeline, at: datetime) -> float:
    share = (at - timeline.start) / (timeline.step * max(len(timeline.tweets), 1))
    return SIDE + (WIDTH - SIDE) * share


def _columns(timeline: Timeline, top: float) -> list[str]:
    drawn, slot = [], (WIDTH - SIDE) / max(len(timeline.tweets), 1)
    for index, count in enumerate(timeline.tweets.tolist()):
        x = SIDE + index * slot
        low, high = float(timeline.low[index]), float(timeline.high[index])
        if not np.isnan(high):  # there is a usual range
            drawn.append(_rect("usual", x, slot, low / top, high / top))
        negative, scored = float(timeline.negative[index]), float(timeline.scored[index])
        edges = (0.0, negative, scored, count)
        for kind, below, above in zip(
            ("negative", "positive", "unscored"), edges, edges[1:], strict=False
        ):
            if above > below:
                drawn.append(_rect(kind, x + slot * 0.1, slot * 0.8, below / top, above / top))
    return drawn


def _rect(kind: str, x: float, width: float, low: float, high: float) -> str:
    y, height = HEIGHT * (1 - high), max(HEIGHT * (high - low), 0.5)
    return (
        f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.2f}" height="{height:.1f}"/>'
    )


def _times(timeline: Timeline, zone: tzinfo) -> list[str]:
    count = len(timeline.tweets)
    every = max(count // _LABELS, 1)
    moments = (timeline.start_of(index) for index in range(0, count, every))
    return [
        f'<text x="{_x(timeline, at):.1f}" y="{HEIGHT + 18}">'
        f"{at.astimezone(zone):%d %b %Y %H:%M}</text>"
        for at in moments
    ]


def _mark(timeline: Timeline, alert: Alert, zone: tzinfo) -> str:
    x = _x(timeline, alert.at)
    title = f"{alert.at.astimezone(zone):%d %b %H:%M}, severity {alert.burst.severity}"
    return (
        f'<line class="alert" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{HEIGHT}">'
        f"<title>{title}</title></line>"
    )
