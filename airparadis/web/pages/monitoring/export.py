"""The list of wrong predictions as a CSV file."""

from flask import Blueprint, Response, request, stream_with_context

from airparadis.db.tables import Feedback
from airparadis.domain.accounts.roles import Permission
from airparadis.domain.audit import Act
from airparadis.domain.batches.csv_injection import escape_cell
from airparadis.lib.clock import utc_now
from airparadis.services.monitoring import reported_errors
from airparadis.web.access.access import permission_required
from airparadis.web.access.auditing import note_alone
from airparadis.web.extensions import db
from airparadis.web.pages.monitoring.dashboard_filter import DashboardFilter
from airparadis.web.presentation.csv_lines import csv_lines

bp = Blueprint("export", __name__, url_prefix="/admin")

COLUMNS = (
    *("reported_at", "prediction_id", "text", "label", "reason", "probability_positive"),
    *("neutral_probability", "language"),
    *("corrected_label", "comment", "model_version", "source", "predicted_at"),
)


@bp.get("/wrong.csv")
@permission_required(Permission.REVIEW)
def wrong_csv() -> Response:
    """The whole filtered list, sent while it is read."""
    now = utc_now()
    chosen = DashboardFilter.read(request.args).filter(now)
    note_alone(Act.EXPORTED, "wrong.csv")
    lines = csv_lines(
        COLUMNS, (_row(vote) for vote in reported_errors.stream(db.session(), chosen))
    )
    response = Response(stream_with_context(lines), mimetype="text/csv")
    name = f"air-paradis-wrong-{now:%Y-%m-%d}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _row(vote: Feedback) -> list[str]:
    prediction = vote.prediction
    positive, neutral = prediction.probability_positive, prediction.neutral_probability
    return [
        vote.voted_at.isoformat(),
        str(prediction.public_id),
        escape_cell(prediction.text),
        prediction.label or "",
        prediction.reason or "",
        "" if positive is None else f"{positive:.6f}",
        "" if neutral is None else f"{neutral:.6f}",
        prediction.language or "",
        vote.corrected_label or "",
        escape_cell(vote.comment or ""),
        escape_cell(prediction.model_version),
        prediction.source,
        prediction.created_at.isoformat(),
    ]
