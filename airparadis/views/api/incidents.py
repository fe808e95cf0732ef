"""Incidents for scripts. Not public: they need a key, or an analyst's session."""

from flask import Response

from airparadis.extensions import db
from airparadis.services import incidents
from airparadis.views.api.blueprint import bp, require_reader
from airparadis.views.api.incident_schemas import IncidentsQuery, IncidentsReply
from airparadis.views.api.monitoring import SECURITY, TAG
from airparadis.views.api.wire import reply


@bp.get(
    "/incidents",
    tags=[TAG],
    security=SECURITY,
    summary="Incidents",
    responses={200: IncidentsReply},
)
def history(query: IncidentsQuery) -> Response:
    """State, timeline and messages of each incident, latest first, in pages."""
    require_reader()
    return reply(IncidentsReply.of(incidents.history(db.session(), query.page, query.size)))
