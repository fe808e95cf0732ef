"""The monitoring dashboard."""

from flask import Blueprint, abort, render_template, request

from airparadis.auth import role_required
from airparadis.domain.accounts import Role
from airparadis.domain.incident import IncidentState
from airparadis.domain.monitoring import Span
from airparadis.extensions import db
from airparadis.runtime import runtime, utc_now
from airparadis.services import incidents, monitoring

bp = Blueprint("admin", __name__, url_prefix="/admin")


@bp.get("")
@role_required(Role.ANALYST)
def dashboard() -> str:
    """Figures over a span, the latest incidents, and the last wrong predictions, in pages."""
    span = request.args.get("span", Span.ALL, type=Span)
    page = request.args.get("page", 1, type=int)
    since = span.since(utc_now())
    wrong = monitoring.wrong_votes(db.session(), since=since, page=max(1, page))
    if page > wrong.last:
        abort(404)
    latest = incidents.recent(db.session())
    model = runtime().model
    model.load()  # the page must say what is wrong with it, not answer 503
    return render_template(
        "admin/dashboard.html",
        spans=list(Span),
        span=span,
        stats=monitoring.stats(db.session(), since),
        incidents=latest,
        open_incident=next((each for each in latest if each.state is IncidentState.OPEN), None),
        wrong=wrong,
        config=runtime().config,
        model=model,
        manifest=None if model.fault else model.classifier.manifest,
    )
