"""The drift page: do incoming tweets still look like those of the training?"""

from datetime import UTC

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from airparadis.domain.accounts.roles import Permission
from airparadis.domain.monitoring.drift.period import PeriodFault, make_period
from airparadis.domain.monitoring.drift.stability import Drift
from airparadis.domain.monitoring.figures import Span
from airparadis.lib.clock import utc_now
from airparadis.services.models import drift, drift_history
from airparadis.services.models.drift import SPANS, Reference
from airparadis.web.access.access import permission_required
from airparadis.web.charts.drift import score_shift
from airparadis.web.charts.drift_history import history_charts
from airparadis.web.extensions import db
from airparadis.web.labels.monitoring import finding_labels, period_fault
from airparadis.web.presentation.locale import read_day, reader_zone
from airparadis.web.runtime import runtime

CANNOT_TELL = {Drift.TOO_FEW, Drift.UNKNOWN}

bp = Blueprint("drift", __name__, url_prefix="/admin/drift")


@bp.get("")
@permission_required(Permission.VIEW)
def show() -> ResponseReturnValue:
    """Show the findings by aspect, and the scores now and in the reference."""
    span, wanted = _span(request.args.get("span")), _reference(request.args.get("against"))
    days = [read_day(request.args.get(name, "")) for name in ("from", "until")]
    chosen = make_period(*days) if wanted is Reference.PERIOD else None
    fault = chosen if isinstance(chosen, PeriodFault) else None
    period = None if isinstance(chosen, PeriodFault) else chosen
    classifier, now = runtime().model.classifier, utc_now()
    comparison = drift.look(db.session(), classifier, span, now, wanted, period)
    midnight = now.astimezone(reader_zone()).replace(hour=0, minute=0, second=0, microsecond=0)
    first = (midnight - (drift_history.DAYS - 1) * drift_history.DAY).astimezone(UTC)
    history = drift_history.read(db.session(), classifier, comparison.reference, first)
    page = render_template(
        "models/drift.html",
        comparison=comparison,
        span=span,
        spans=SPANS,
        references=[Reference.TRAINING, Reference.EARLIER],
        period_fault=fault and period_fault(fault),
        period=[request.args.get(name, "") for name in ("from", "until")],
        history_charts=history_charts(history),
        has_training=classifier.manifest.reference is not None,
        findings=[finding_labels(finding) for finding in comparison.findings],
        drifted_count=sum(finding.has_drifted for finding in comparison.findings),
        has_too_few=all(finding.drift in CANNOT_TELL for finding in comparison.findings),
        min_shown=drift_history.MIN_SHOWN,
        score_chart=score_shift(comparison),
    )
    return page, 422 if fault else 200


def _span(value: str | None) -> Span:
    return Span(value) if value in SPANS else Span.WEEK


def _reference(value: str | None) -> Reference:
    return Reference(value) if value in set(Reference) else Reference.TRAINING
