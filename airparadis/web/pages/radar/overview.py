"""The overview of all streams."""

from flask import render_template

from airparadis.domain.accounts.roles import Permission
from airparadis.lib.clock import utc_now
from airparadis.services.radar import reading, streams
from airparadis.services.radar.connectors.registry import CONNECTOR_LABELS
from airparadis.web.access.access import permission_required
from airparadis.web.charts.stream import sparkline
from airparadis.web.extensions import db
from airparadis.web.pages.radar.blueprint import bp


@bp.get("")
@permission_required(Permission.VIEW)
def overview() -> str:
    """List every stream, those with a running incident first."""
    session, now = db.session(), utc_now()
    lines = reading.overview(session, streams.all_streams(session), now)
    return render_template(
        "radar/overview.html",
        lines=lines,
        sources=reading.sources(session, CONNECTOR_LABELS),
        sparklines={line.stream.id: sparkline(line.hours) for line in lines},
        running=[line for line in lines if line.incident],
        hours=reading.SPARK_HOURS,
    )
