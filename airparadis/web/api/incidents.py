"""Incidents for scripts. Not public: they need a key, or an analyst's session."""

from flask import Response

from airparadis.services.incidents import listing
from airparadis.web.access.access import require_reader
from airparadis.web.api.blueprint import bp
from airparadis.web.api.incident_schemas import IncidentsQuery, IncidentsReply
from airparadis.web.api.monitoring import SECURITY, TAG
from airparadis.web.api.wire import reply
from airparadis.web.extensions import db


@bp.get(
    "/incidents",
    tags=[TAG],
    security=SECURITY,
    summary="Incidents",
    responses={200: IncidentsReply},
)
def history(query: IncidentsQuery) -> Response:
    """Return the state, timeline and messages of incidents, latest first, in pages."""
    require_reader()
    return reply(IncidentsReply.of(listing.history(db.session(), query.page, query.size)))
