"""Labelled tweets out and in, as files."""

from flask import Blueprint, Response, abort, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from airparadis.domain.accounts.roles import Permission
from airparadis.domain.audit import Act
from airparadis.lib.clock import utc_now
from airparadis.services.review import files as review_files
from airparadis.services.review.files import Format, Imported
from airparadis.web.access.access import permission_required
from airparadis.web.access.auditing import note, note_alone
from airparadis.web.extensions import db

bp = Blueprint("review_files", __name__, url_prefix="/admin/review")

MAX_NAMES = 20
"""Reviewers named in a file that the audit log lists."""

_MIMETYPES = {Format.CSV: "text/csv", Format.JSONL: "application/jsonl"}


@bp.get("/labels.<extension>")
@permission_required(Permission.REVIEW)
def export(extension: str) -> Response:
    """Every decision that stands."""
    if extension not in set(Format):
        abort(404)
    form = Format(extension)
    note_alone(Act.EXPORTED, f"labels.{form}")
    lines = review_files.export(db.session(), form)
    response = Response(stream_with_context(lines), mimetype=_MIMETYPES[form])
    name = f"air-paradis-labels-{utc_now():%Y-%m-%d}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.get("/files")
@permission_required(Permission.REVIEW)
def files() -> str:
    """What can be downloaded, and a form to upload."""
    return _page()


@bp.post("/files")
@permission_required(Permission.REVIEW)
def take_in() -> ResponseReturnValue:
    """Import a file and tell of every row that was not taken."""
    upload = request.files.get("file")
    extension = (upload.filename or "").rpartition(".")[2].lower() if upload else ""
    if upload is None or extension not in set(Format):
        return _page(fault=_("Choose a file whose name ends in .csv or .jsonl.")), 422
    session = db.session()
    result = review_files.take_in(
        session, upload.read(), Format(extension), current_user.email, utc_now()
    )
    note(
        Act.IMPORTED,
        upload.filename or "",
        taken=result.taken,
        known=result.known,
        refused=len(result.refused),
        **({"names": ", ".join(result.names[:MAX_NAMES])} if result.names else {}),
    )
    session.commit()
    return _page(result=result)


def _page(result: Imported | None = None, fault: str | None = None) -> str:
    return render_template("review/files.html", result=result, fault=fault)
