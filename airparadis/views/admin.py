"""The monitoring dashboard."""

from flask import Blueprint, render_template, request

from airparadis.auth import role_required
from airparadis.domain.accounts import Role
from airparadis.domain.monitoring import Span
from airparadis.extensions import db
from airparadis.locale import reader_zone
from airparadis.runtime import runtime, utc_now
from airparadis.services import incidents, kept_peaks, monitoring, wrong
from airparadis.services.alert_rule import current_policy
from airparadis.views.charts import draw
from airparadis.views.choice import Choice
from airparadis.views.marked import marked
from airparadis.views.places import write_key

bp = Blueprint("admin", __name__, url_prefix="/admin")


@bp.get("")
@role_required(Role.VIEWER)
def dashboard() -> str:
    """Figures and charts of a span, the latest incidents, the wrong predictions in pages."""
    session, now = db.session(), utc_now()
    choice = Choice.read(request.args)
    listed = wrong.page(session, choice.filter(now), choice.place)
    model = runtime().model
    model.load()  # the page must say what is wrong with it, not answer 503
    seen = monitoring.observe(session, choice.span, now, version=choice.version, zone=reader_zone())
    rule = current_policy(session, runtime().config.alert_policy).rule
    peaks = kept_peaks.read(session, seen.edges, rule.window, choice.version)
    latest = incidents.recent(session)
    return render_template(
        "admin/dashboard.html",
        alert_rule=rule,
        choice=choice,
        spans=list(Span),
        span=choice.span,
        versions=monitoring.versions(session),
        stats=seen.stats,
        figures=draw(seen, peaks, rule),
        incidents=latest,
        open_incident=incidents.unresolved(session),
        wrong=listed,
        mark=write_key,
        marked=marked(model, [vote.prediction for vote in listed.items]),
        config=runtime().config,
        model=model,
        manifest=None if model.fault else model.classifier.manifest,
    )
