"""The dashboard's figures for scripts. Not public: they need a key, or an analyst's session."""

from flask import Response
from flask_openapi3 import Tag

from airparadis.domain.monitoring.figures import Span
from airparadis.lib.clock import utc_now
from airparadis.services.models import drift, drift_history
from airparadis.services.monitoring import dashboard
from airparadis.services.monitoring import reported_errors as wrong_predictions
from airparadis.services.monitoring.intervals import DAY, floor
from airparadis.web.access.access import require_reader
from airparadis.web.api.blueprint import bp
from airparadis.web.api.drift_schemas import (
    DriftHistoryQuery,
    DriftHistoryReply,
    DriftQuery,
    DriftReply,
)
from airparadis.web.api.feedback_schemas import WrongReply
from airparadis.web.api.requests import StatsQuery, WrongQuery
from airparadis.web.api.stats_schemas import StatsReply
from airparadis.web.api.wire import refuse_field, reply
from airparadis.web.extensions import db
from airparadis.web.runtime import runtime

TAG = Tag(name="Monitoring", description="Statistics, error rate and drift.")
SECURITY: list[dict[str, list[str]]] = [{"key": []}]


@bp.get(
    "/stats",
    tags=[TAG],
    security=SECURITY,
    summary="Counts and error rate",
    responses={200: StatsReply},
)
def stats(query: StatsQuery) -> Response:
    """Return counts of predictions in a time span and of votes on them, and the error rate."""
    require_reader()
    figures = dashboard.read(db.session(), query.span, utc_now(), version=query.version).stats
    return reply(StatsReply.of(query.span, query.version, figures))


@bp.get(
    "/drift",
    tags=[TAG],
    security=SECURITY,
    summary="Drift of incoming tweets",
    responses={200: DriftReply},
)
def drift_of_window(query: DriftQuery) -> Response:
    """Compare the predictions in a window with the model's training, or with a time before."""
    require_reader()
    if query.fault:
        return refuse_field("from", query.fault)
    classifier = runtime().model.classifier
    span, now = Span(query.span), utc_now()
    seen = drift.look(db.session(), classifier, span, now, query.against, query.period)
    return reply(DriftReply.of(seen))


@bp.get(
    "/drift/history",
    tags=[TAG],
    security=SECURITY,
    summary="Drift day by day",
    responses={200: DriftHistoryReply},
)
def drift_over_time(query: DriftHistoryQuery) -> Response:
    """Compare the predictions of each of the last days with the same references."""
    require_reader()
    if query.fault:
        return refuse_field("from", query.fault)
    classifier, session, now = runtime().model.classifier, db.session(), utc_now()
    since = now - (Span(query.span).length or DAY)
    against, reference = drift.reference_of(session, classifier, since, query.against, query.period)
    first = floor(now, DAY) - (query.days - 1) * DAY
    history = drift_history.read(session, classifier, reference, first, query.days)
    return reply(DriftHistoryReply.of(classifier.manifest.version, against, history))


@bp.get(
    "/feedback/wrong",
    tags=[TAG],
    security=SECURITY,
    summary="Predictions reported wrong",
    responses={200: WrongReply},
)
def wrong(query: WrongQuery) -> Response:
    """Return the predictions reported wrong, latest vote first, in pages."""
    require_reader()
    chosen = wrong_predictions.Filter(query.span.since(utc_now()), query.version)
    page = wrong_predictions.numbered_page(db.session(), chosen, query.page, query.size)
    return reply(WrongReply.of(page))
