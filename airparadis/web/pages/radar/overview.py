"""The overview of all streams."""

from flask import render_template

from airparadis.domain.accounts.roles import Permission
from airparadis.domain.radar.enums import Step
from airparadis.lib.clock import utc_now
from airparadis.services.radar import comparing, reading, streams
from airparadis.services.radar.connectors.registry import CONNECTOR_LABELS
from airparadis.web.access.access import permission_required
from airparadis.web.charts.comparison import stream_comparison
from airparadis.web.charts.stream import sparkline
from airparadis.web.extensions import db
from airparadis.web.pages.radar.blueprint import HOUR, bp
from airparadis.web.urls import query_number

STEPS = {2: 2 * HOUR, 7: 6 * HOUR, 30: 24 * HOUR}
"""Days that are compared, and the steps in which."""


@bp.get("")
@permission_required(Permission.VIEW)
def overview() -> str:
    """List every stream, those with a running incident first."""
    session, now = db.session(), utc_now()
    found = streams.all_streams(session)
    lines = reading.overview(session, found, now)
    days = query_number("days", 7, 1)
    days = days if days in STEPS else 7
    step, count = STEPS[days], days * 24 * HOUR // STEPS[days]
    start = Step.HOUR.start(now) + HOUR - count * step
    series = comparing.compare(session, found, start, step, count)
    return render_template(
        "radar/overview.html",
        lines=lines,
        sources=reading.sources(session, CONNECTOR_LABELS),
        sparklines={line.stream.id: sparkline(line.hours, line.negative_hours) for line in lines},
        running=[line for line in lines if line.incident],
        hours=reading.SPARK_HOURS,
        series=series,
        total=sum(one.total for one in series),
        days=days,
        spans=list(STEPS),
        chart=stream_comparison(series, start, step, count) if series else None,
    )
