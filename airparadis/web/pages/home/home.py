"""The landing page: is anything burning, what is being said, what to do next."""

from flask import Blueprint, render_template

from airparadis.domain.accounts.roles import Permission
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import saved_views
from airparadis.services.incidents import listing, open_incidents
from airparadis.services.radar import reading, streams
from airparadis.web.access.access import account, permission_required
from airparadis.web.charts.stream import sparkline
from airparadis.web.extensions import db
from airparadis.web.pages.home.next_steps import next_steps

bp = Blueprint("home", __name__)

MAX_STREAMS = 6


@bp.get("/home")
@permission_required(Permission.VIEW)
def show() -> str:
    """Show the open incidents, the busiest streams and the reader's next steps."""
    session, now = db.session(), utc_now()
    found = open_incidents.read(session)
    lines = reading.overview(session, streams.all_streams(session), now)
    busiest = sorted(lines, key=lambda line: (line.incident is None, -line.tweets))[:MAX_STREAMS]
    return render_template(
        "home/show.html",
        incidents=found,
        latest=next(iter(listing.recent(session, 1)), None),
        lines=busiest,
        sparklines={line.stream.id: sparkline(line.hours, line.negative_hours) for line in busiest},
        views=saved_views.views_of(session, account()),
        steps=next_steps(session, found, has_streams=bool(lines)),
    )
