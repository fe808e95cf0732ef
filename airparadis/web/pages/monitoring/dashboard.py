"""The monitoring dashboard."""

from flask import Blueprint, render_template, request

from airparadis.domain.accounts.roles import Permission
from airparadis.domain.monitoring.figures import Span
from airparadis.lib.clock import utc_now
from airparadis.services.incidents import listing, open_incidents
from airparadis.services.incidents.alert_rule import current_policy
from airparadis.services.monitoring import dashboard as monitoring
from airparadis.services.monitoring import report_peaks, reported_errors
from airparadis.web.access.access import permission_required
from airparadis.web.charts.dashboard.registry import draw_all
from airparadis.web.extensions import db
from airparadis.web.pages.monitoring.dashboard_filter import DashboardFilter
from airparadis.web.presentation.locale import reader_zone
from airparadis.web.presentation.tweet_cards import prediction_cards
from airparadis.web.runtime import runtime
from airparadis.web.urls import write_key

bp = Blueprint("admin", __name__, url_prefix="/admin")

MAX_INCIDENTS = 5


@bp.get("")
@permission_required(Permission.VIEW)
def dashboard() -> str:
    """Show figures and charts of a span, the latest incidents and the reported errors."""
    session, now = db.session(), utc_now()
    chosen = DashboardFilter.read(request.args)
    reports = reported_errors.page(session, chosen.filter(now), chosen.cursor)
    model = runtime().model
    model.load()  # a broken model is shown on the page, not answered by 503
    data = monitoring.read(session, chosen.span, now, version=chosen.version, zone=reader_zone())
    rule = current_policy(session, runtime().config.alert_policy).rule
    peaks = report_peaks.read(session, data.edges, rule.window, chosen.version)
    return render_template(
        "monitoring/dashboard.html",
        alert_rule=rule,
        chosen=chosen,
        spans=list(Span),
        span=chosen.span,
        versions=monitoring.versions(session),
        stats=data.stats,
        charts=draw_all(data, peaks, rule),
        incidents=listing.recent(session, MAX_INCIDENTS),
        open_incidents=open_incidents.read(session),
        reports=reports,
        write_key=write_key,
        cards=prediction_cards([vote.prediction for vote in reports.items]),
        config=runtime().config,
        model=model,
        manifest=None if model.fault else model.classifier.manifest,
    )
