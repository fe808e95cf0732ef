"""Every stream: is it quiet?"""

from flask import render_template

from airparadis.domain.accounts.policy import Role
from airparadis.lib.clock import utc_now
from airparadis.services.radar import reading, streams
from airparadis.web.access.access import role_required
from airparadis.web.charts.stream import spark
from airparadis.web.extensions import db
from airparadis.web.pages.radar.blueprint import bp


@bp.get("")
@role_required(Role.VIEWER)
def overview() -> str:
    """Every stream in a line, what runs hot first."""
    session, now = db.session(), utc_now()
    lines = reading.overview(session, streams.all_streams(session), now)
    return render_template(
        "radar/overview.html",
        lines=lines,
        sparks={each.stream.id: spark(each.hours) for each in lines},
        running=[each for each in lines if each.incident],
        hours=reading.SPARK_HOURS,
    )
