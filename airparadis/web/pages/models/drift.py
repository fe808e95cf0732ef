"""The drift page: do incoming tweets still look like those of the training?"""

from flask import Blueprint, render_template, request

from airparadis.domain.accounts.roles import Permission
from airparadis.domain.monitoring.drift.stability import Drift
from airparadis.domain.monitoring.figures import Span
from airparadis.lib.clock import utc_now
from airparadis.services.models import drift
from airparadis.services.models.drift import SPANS, Reference
from airparadis.web.access.access import permission_required
from airparadis.web.charts.drift import score_shift
from airparadis.web.extensions import db
from airparadis.web.labels.monitoring import finding_labels
from airparadis.web.runtime import runtime

CANNOT_TELL = {Drift.TOO_FEW, Drift.UNKNOWN}

bp = Blueprint("drift", __name__, url_prefix="/admin/drift")


@bp.get("")
@permission_required(Permission.VIEW)
def show() -> str:
    """Show the findings by aspect, and the scores now and in the reference."""
    span, wanted = _span(request.args.get("span")), _reference(request.args.get("against"))
    classifier = runtime().model.classifier
    comparison = drift.look(db.session(), classifier, span, utc_now(), wanted)
    return render_template(
        "models/drift.html",
        comparison=comparison,
        span=span,
        spans=SPANS,
        references=list(Reference),
        has_training=classifier.manifest.reference is not None,
        findings=[finding_labels(finding) for finding in comparison.findings],
        drifted_count=sum(finding.has_drifted for finding in comparison.findings),
        has_too_few=all(finding.drift in CANNOT_TELL for finding in comparison.findings),
        score_chart=score_shift(comparison),
    )


def _span(value: str | None) -> Span:
    return Span(value) if value in SPANS else Span.WEEK


def _reference(value: str | None) -> Reference:
    return Reference(value) if value in set(Reference) else Reference.TRAINING
