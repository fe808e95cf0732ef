"""Labelled tweets out and in, as files."""

from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Blueprint, Response, abort, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from airparadis.domain.accounts.roles import Permission
from airparadis.domain.audit import Act
from airparadis.domain.file_faults import FileError
from airparadis.files.bounds import WHILE_WAITING
from airparadis.files.reading import open_table
from airparadis.files.registry import suffixes
from airparadis.lib.clock import utc_now
from airparadis.services.review import files as review_files
from airparadis.services.review import imports
from airparadis.services.review.files import Format
from airparadis.services.review.imports import Imported
from airparadis.web.access.access import permission_required
from airparadis.web.access.auditing import note, note_alone
from airparadis.web.access.limits import FORMS, limited
from airparadis.web.extensions import db
from airparadis.web.labels.batches import batch_fault

bp = Blueprint("review_files", __name__, url_prefix="/admin/review")

MAX_NAMES = 20
"""Reviewers named in a file that the audit log lists."""

_MIMETYPES = {Format.CSV: "text/csv", Format.JSONL: "application/jsonl"}


@bp.get("/labels.<extension>")
@permission_required(Permission.REVIEW)
def export(extension: str) -> Response:
    """Every decision not undone."""
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
    """Offer the downloads, and a form to upload."""
    return _page()


@bp.post("/files")
@permission_required(Permission.REVIEW)
@limited(FORMS)
def take_in() -> ResponseReturnValue:
    """Import a file of any format and report every refused row."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return _page(fault=_("Choose a file.")), 422
    try:
        result = _import(upload, upload.filename)
    except FileError as error:
        return _page(fault=batch_fault(error.fault, error.detail)), 422
    note(
        Act.IMPORTED,
        upload.filename,
        taken=result.taken,
        known=result.known,
        refused=result.refused,
        **({"names": ", ".join([*result.names][:MAX_NAMES])} if result.names else {}),
    )
    db.session.commit()
    return _page(result=result)


def _import(upload: FileStorage, name: str) -> Imported:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        upload.save(path)
        with open_table(path, name=name, limits=WHILE_WAITING) as table:
            return imports.take_in(db.session(), table, current_user.email, utc_now())


def _page(result: Imported | None = None, fault: str | None = None) -> str:
    return render_template("review/files.html", result=result, fault=fault, suffixes=suffixes())
