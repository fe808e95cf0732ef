"""Figures for Prometheus."""

from flask import Blueprint, Response, request
from sqlalchemy.exc import SQLAlchemyError

from airparadis.services.monitoring import backlog
from airparadis.services.monitoring.backlog import Backlog
from airparadis.web.access.access import require_reader
from airparadis.web.access.limits import limited
from airparadis.web.extensions import db
from airparadis.web.runtime import runtime
from airparadis.web.telemetry.gauges import gauges

bp = Blueprint("metrics", __name__)


@bp.get("/metrics")
@limited(lambda config: config.rate_limit_api)
def metrics() -> Response:
    """Return the metrics to a key or an analyst, or to everybody if the setting says so."""
    if not runtime().config.metrics_public:
        require_reader()
    accept = request.headers.get("Accept", "")
    body, content_type = runtime().metrics.exposition(gauges(_backlog()), accept)
    return Response(body, content_type=content_type)


def _backlog() -> Backlog | None:
    try:
        return backlog.read(db.session())
    except SQLAlchemyError:
        db.session.rollback()
        return None
