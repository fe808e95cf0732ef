"""Batches: upload a file of tweets, choose the column, watch, download the result."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask import send_file as send
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.exceptions import RequestEntityTooLarge

from airparadis.db.tables import BatchJob
from airparadis.domain.accounts.roles import Permission
from airparadis.domain.audit import Act
from airparadis.domain.batches.batch import BatchState, may_manage
from airparadis.domain.batches.file_format import FileFormat
from airparadis.domain.file_faults import FileError, FileFault
from airparadis.files.encodings import OFFERED
from airparadis.files.registry import suffixes
from airparadis.lib.clock import utc_now
from airparadis.lib.errors import BatchNotFoundError, BatchStateError
from airparadis.services.batches import batches, stored_files
from airparadis.services.batches.promote import rows_as_predictions
from airparadis.services.lists.keyset import Cursor
from airparadis.web import errors
from airparadis.web.access.access import may, permission_required
from airparadis.web.access.auditing import note, note_alone
from airparadis.web.access.limits import FORMS, limited
from airparadis.web.extensions import db
from airparadis.web.labels.batches import batch_fault
from airparadis.web.pages.batches import reading
from airparadis.web.presentation.tweet_cards import row_cards
from airparadis.web.runtime import runtime
from airparadis.web.urls import query_number

bp = Blueprint("batches", __name__, url_prefix="/admin/batches")

FORM_BYTES = 64 * 1024
"""Size of the other fields of the upload."""

_MIMETYPES = {
    FileFormat.CSV: "text/csv; charset=utf-8",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.PARQUET: "application/vnd.apache.parquet",
    FileFormat.JSONL: "application/jsonl",
}


@bp.url_value_preprocessor
def _allow_uploads(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Raise the size limit for an account that may upload, before anything reads the form."""
    if endpoint == "batches.upload" and may(Permission.SCORE_FILES):
        request.max_content_length = runtime().config.batch_limits.bytes + FORM_BYTES


@bp.get("")
@permission_required(Permission.SCORE_FILES)
def index() -> str:
    """The form to upload a file, and all batches."""
    return _list_page()


@bp.post("")
@permission_required(Permission.SCORE_FILES)
@limited(FORMS)
def upload() -> ResponseReturnValue:
    """Keep a file; a worker looks at it."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _list_page(_("Choose a file.")), 422
    session, config = db.session(), runtime().config
    try:
        job = batches.take_in(
            session, config.instance_path, sent.filename, sent.save, current_user.email, utc_now()
        )
        _check_size(job)
    except FileError as error:
        session.rollback()
        return _list_page(batch_fault(error.fault, error.detail)), 422
    note(Act.BATCH_UPLOADED, job.name, number=job.id)
    session.commit()
    return redirect(url_for(".show", job_id=job.id), 303)


@bp.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Say beside the field how large a file may be."""
    if not may(Permission.SCORE_FILES):
        return errors.answer(error)
    limit = runtime().config.batch_max_mb
    return _list_page(batch_fault(FileFault.TOO_LARGE, str(limit))), 413


@bp.get("/<int:job_id>")
@permission_required(Permission.SCORE_FILES)
def show(job_id: int) -> str:
    """Show the progress and the result of a batch."""
    return _job_page(find_batch(job_id))


@bp.post("/<int:job_id>/start")
@permission_required(Permission.SCORE_FILES)
@limited(FORMS)
def start(job_id: int) -> ResponseReturnValue:
    """Score a batch; if it is to be read in a way that nobody has seen, show the first rows."""
    job, session, form = _managed(job_id), db.session(), request.form
    if job.state is not BatchState.READY:
        raise BatchStateError(job.state)
    options = reading.options_in(form, job)
    has_seen = form.get("shown") == reading.signature(options)
    try:
        if reading.signature(options) != reading.signature(batches.options_of(job)):
            found = reading.first_rows(job, options)
            batches.read_otherwise(session, job, options, found.layout, found.rows)
        if has_seen:
            batches.start(session, job, form.get("column", ""), guard="guard" in form)
            note(Act.BATCH_STARTED, job.name, number=job.id, column=job.column)
    except FileError as error:
        session.rollback()
        if error.fault is FileFault.TIME:  # too large to look at while somebody waits
            batches.look_again(session, job, options)
        else:
            return _job_page(job, batch_fault(error.fault, error.detail)), 422
    session.commit()
    return redirect(url_for(".show", job_id=job_id), 303)


@bp.get("/<int:job_id>/preview")
@permission_required(Permission.SCORE_FILES)
@limited(FORMS)
def preview(job_id: int) -> ResponseReturnValue:
    """The first rows of a file, read another way."""
    job = _managed(job_id)
    if job.state is not BatchState.READY:
        abort(404)
    options = reading.options_in(request.args, job)
    try:
        found = reading.first_rows(job, options)
    except FileError as error:
        fault = batch_fault(error.fault, error.detail)
        return render_template("batches/_first_rows.html", fault=fault), 422
    return render_template(
        "batches/_first_rows.html",
        columns=found.layout.columns,
        column=found.layout.column,
        rows=found.rows,
        shown=reading.signature(options),
    )


@bp.post("/<int:job_id>/cancel")
@permission_required(Permission.SCORE_FILES)
def cancel(job_id: int) -> ResponseReturnValue:
    """Stop a batch."""
    return _end(
        job_id,
        batches.cancel,
        Act.BATCH_CANCELLED,
        _("The batch is cancelled and its files are deleted."),
    )


@bp.post("/<int:job_id>/delete")
@permission_required(Permission.SCORE_FILES)
def delete(job_id: int) -> ResponseReturnValue:
    """Delete the files of a batch before their time."""
    return _end(
        job_id, batches.give_up_files, Act.BATCH_DELETED, _("The files of the batch are deleted.")
    )


@bp.get("/<int:job_id>/result")
@permission_required(Permission.SCORE_FILES)
def result(job_id: int) -> Response:
    """The file with what was scored."""
    job = find_batch(job_id)
    path = stored_files.result_of(reading.folder_of(job), job)
    if not job.has_result or not path.is_file():
        abort(404)
    note_alone(Act.BATCH_DOWNLOADED, job.name, number=job.id)
    name = f"{Path(job.name).stem}-scored.{job.form}"
    return send(path, _MIMETYPES[job.form], as_attachment=True, download_name=name, max_age=0)


@bp.errorhandler(BatchStateError)
def moved_on(_error: BatchStateError) -> ResponseReturnValue:
    """Show the current state: the batch has moved on since the button was shown."""
    db.session.rollback()
    flash(_("The batch has moved on in the meantime: check again."), "alert")
    return redirect(url_for(".show", **(request.view_args or {})), 303)


def find_batch(job_id: int) -> BatchJob:
    """Return a batch; 404 if there is none."""
    try:
        return batches.find(db.session(), job_id)
    except BatchNotFoundError:
        abort(404)


def _managed(job_id: int) -> BatchJob:
    """The batch, if the user may change it."""
    job = find_batch(job_id)
    if not may_manage(current_user.role, current_user.email, job.requested_by):
        abort(403)
    return job


def _end(
    job_id: int, end: Callable[[Session, BatchJob, datetime], None], act: Act, said: str
) -> ResponseReturnValue:
    """End a batch one way or the other, delete its files and say so."""
    job = _managed(job_id)
    end(db.session(), job, utc_now())
    note(act, job.name, number=job.id)
    db.session.commit()
    stored_files.remove_files(runtime().config.instance_path, job.id)
    flash(said)
    return redirect(url_for(".show", job_id=job_id), 303)


def _check_size(job: BatchJob) -> None:
    limits = runtime().config.batch_limits
    if job.size == 0:
        raise FileError(FileFault.EMPTY)
    if job.size > limits.bytes:
        raise FileError(FileFault.TOO_LARGE, limits.megabytes)


def _list_page(fault: str | None = None) -> str:
    older_than, newer_than = (query_number(name, 0) for name in ("before", "after"))
    key = newer_than or older_than
    listed = batches.page(db.session(), Cursor((key,), bool(newer_than)) if key else None)
    config = runtime().config
    return render_template(
        "batches/list.html",
        listed=listed,
        fault=fault,
        config=config,
        BatchState=BatchState,
        suffixes=suffixes(),
    )


def _job_page(job: BatchJob, fault: str | None = None) -> str:
    first = stored_files.first_rows(reading.folder_of(job))
    return render_template(
        "batches/show.html",
        job=job,
        first=first,
        cards=row_cards(job.id, rows_as_predictions(job, first)),
        fault=fault,
        encodings=dict.fromkeys([*OFFERED, *([job.encoding] if job.encoding else [])]),
        delimiters=reading.delimiter_names(job),
        delimiter=reading.delimiter_name(job.delimiter),
        shown=reading.signature(batches.options_of(job)),
        may_manage=may_manage(current_user.role, current_user.email, job.requested_by),
        retention_days=runtime().config.batch_retention_days,
    )
