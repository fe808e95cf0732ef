"""Views: parse, call one service, render."""

from flask_openapi3 import OpenAPI
from werkzeug.routing import IntegerConverter, Map

from airparadis.web import api, errors
from airparadis.web.access.access import note_use
from airparadis.web.access.auditing import remember_address
from airparadis.web.access.security import check_host, forbid_storing
from airparadis.web.pages import contacts, radar
from airparadis.web.pages.accounts import (
    account,
    accounts,
    api_keys,
    audit,
    auth,
    password_link,
    saved_views,
    second_factor,
)
from airparadis.web.pages.batches import (
    batches,
    judging,  # noqa: F401 (its routes)
)
from airparadis.web.pages.home import home
from airparadis.web.pages.incidents import (
    delivery_tests,
    handover,  # noqa: F401 (its routes)
    incidents,
    mail_link,
    settings,
)
from airparadis.web.pages.models import drift, models
from airparadis.web.pages.monitoring import dashboard, export
from airparadis.web.pages.predictions import feedback, prediction
from airparadis.web.pages.review import files, queue, topics
from airparadis.web.pages.system import health, metrics, preferences, undo
from airparadis.web.template_helpers import register_template_helpers


def register_views(app: OpenAPI) -> None:
    """Bind every blueprint, the error pages, the headers and the template helpers."""
    app.url_map.converters["int"] = _Number
    for bp in (
        home.bp,
        prediction.bp,
        feedback.bp,
        dashboard.bp,
        export.bp,
        auth.bp,
        preferences.bp,
        undo.bp,
        health.bp,
    ):
        app.register_blueprint(bp)
    for bp in (delivery_tests.bp, drift.bp, incidents.bp, mail_link.bp, settings.bp, metrics.bp):
        app.register_blueprint(bp)
    app.before_request(check_host)
    for bp in (radar.bp, queue.bp, files.bp, topics.bp, models.bp, audit.bp, account.bp):
        app.register_blueprint(bp)
    for bp in (accounts.bp, api_keys.bp, password_link.bp, second_factor.bp):
        app.register_blueprint(bp)
    app.register_blueprint(batches.bp)
    app.register_blueprint(saved_views.bp)
    app.register_blueprint(contacts.bp)
    app.before_request(remember_address)
    api.register_api(app)
    errors.register_error_handlers(app)
    register_template_helpers(app)
    app.after_request(note_use)
    app.after_request(forbid_storing)


class _Number(IntegerConverter):
    """Numbers of rows: PostgreSQL refuses to look for one that no row can have."""

    def __init__(self, map: Map) -> None:  # noqa: A002 (werkzeug's name)
        super().__init__(map, max=2**31 - 1)
