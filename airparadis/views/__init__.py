"""Views: parse, call one service, render."""

from flask_openapi3 import OpenAPI
from werkzeug.routing import IntegerConverter, Map

from airparadis.auditing import remember_address
from airparadis.auth import note_use
from airparadis.views import (
    account,
    accounts,
    admin,
    api,
    api_keys,
    audit,
    auth,
    batches,
    delivery_tests,
    drift,
    errors,
    export,
    feedback,
    health,
    incidents,
    mail_link,
    metrics,
    models,
    password_link,
    prediction,
    preferences,
    radar,
    review,
    review_files,
    second_factor,
    settings,
    topics,
)
from airparadis.views.presentation import register_template_helpers
from airparadis.views.security import add_security_headers, check_host


def register_views(app: OpenAPI) -> None:
    """Bind every blueprint, the error pages, the headers and the template helpers."""
    app.url_map.converters["int"] = _Number
    for bp in (prediction.bp, feedback.bp, admin.bp, export.bp, auth.bp, preferences.bp, health.bp):
        app.register_blueprint(bp)
    for bp in (delivery_tests.bp, drift.bp, incidents.bp, mail_link.bp, settings.bp, metrics.bp):
        app.register_blueprint(bp)
    app.before_request(check_host)
    app.before_request(remember_address)
    for bp in (radar.bp, review.bp, review_files.bp, topics.bp, models.bp, audit.bp, account.bp):
        app.register_blueprint(bp)
    for bp in (accounts.bp, api_keys.bp, password_link.bp, second_factor.bp):
        app.register_blueprint(bp)
    app.register_blueprint(batches.bp)
    api.register_api(app)
    errors.register_error_handlers(app)
    register_template_helpers(app)
    app.after_request(note_use)
    app.after_request(add_security_headers)


class _Number(IntegerConverter):
    """Numbers of rows: PostgreSQL refuses to look for one that no row can have."""

    def __init__(self, map: Map) -> None:  # noqa: A002 (werkzeug's name)
        super().__init__(map, max=2**31 - 1)
