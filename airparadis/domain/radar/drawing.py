"""A replay as a picture: volume by sentiment, what is usual, when alarms would have come."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from html import escape
from typing import Final

from airparadis.domain.radar.backtest import Alert
from airparadis.domain.radar.enums import HOUR
from airparadis.domain.radar.series import Series
from airparadis.domain.radar.timeline import Timeline, timeline_of

WIDTH, HEIGHT, FOOT, SIDE = 1200, 320, 40, 60
MOST_COLUMNS: Final = 400
STEPS: Final = tuple(HOUR * hours for hours in (1, 2, 4, 12, 24, 168))
_LABELS = 8

_STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#333}.negative{fill:#c2410c}.positive{fill:#2563eb}"
    ".unscored{fill:#9ca3af}.usual{fill:#e5e7eb}.alert{stroke:#111;stroke-width:2;"
    "stroke-dasharray:4 3}"
)


def draw(title: str, series: Series, alerts: Sequence[Alert], zone: tzinfo) -> str:
    """An SVG file of a series and its alerts, times in `zone`."""
    hours = len(series.counts) * timedelta(minutes=5)
    step = next((each for each in STEPS if hours <= MOST_COLUMNS * each), STEPS[-1])
    seen = timeline_of(series, 0, step)
    top = max([*seen.tweets.tolist(), *(each for each in seen.high.tolist() if each == each), 1.0])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT + FOOT + 40}">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style>",
        '<rect width="100%" height="100%" fill="#fff"/>',
        f'<text x="{SIDE}" y="16">{escape(title)}</text><g transform="translate(0 30)">',
        f'<text x="{SIDE - 6}" y="10" text-anchor="end">{top:,.0f}</text>',
        f'<text x="{SIDE - 6}" y="{HEIGHT}" text-anchor="end">0</text>',
        *_columns(seen, top),
        *_times(seen, zone),
        *(_mark(seen, each, zone) for each in alerts),
        "</g></svg>",
    ]
    return "\n".join(parts) + "\n"


def _x(seen: Timeline, at: datetime) -> float:
    share = (at - seen.start) / (seen.step * max(len(seen.tweets), 1))
    return SIDE + (WIDTH - SIDE) * share


def _columns(seen: Timeline, top: float) -> list[str]:
    drawn, slot = [], (WIDTH - SIDE) / max(len(seen.tweets), 1)
    for place, count in enumerate(seen.tweets.tolist()):
        x = SIDE + place * slot
        low, high = float(seen.low[place]), float(seen.high[place])
        if high == high:  # not NaN: something is usual
            drawn.append(_rect("usual", x, slot, low / top, high / top))
        negative, scored = float(seen.negative[place]), float(seen.scored[place])
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


def _times(seen: Timeline, zone: tzinfo) -> list[str]:
    count = len(seen.tweets)
    every = max(count // _LABELS, 1)
    moments = (seen.begins(place) for place in range(0, count, every))
    return [
        f'<text x="{_x(seen, at):.1f}" y="{HEIGHT + 18}">'
        f"{at.astimezone(zone):%d %b %Y %H:%M}</text>"
        for at in moments
    ]


def _mark(seen: Timeline, alert: Alert, zone: tzinfo) -> str:
    x = _x(seen, alert.at)
    words = f"{alert.at.astimezone(zone):%d %b %H:%M}, severity {alert.burst.severity}"
    return (
        f'<line class="alert" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{HEIGHT}">'
        f"<title>{words}</title></line>"
    )
