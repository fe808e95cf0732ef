"""Files of tweets uploaded by browser; the scheduler imports them."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from airparadis.db.tables import Upload
from airparadis.domain.accounts.roles import Permission
from airparadis.domain.audit import Act
from airparadis.domain.batches.batch import may_manage
from airparadis.domain.radar.retention import MAX_KEEP_DAYS, parse_keep_days
from airparadis.files.registry import suffixes
from airparadis.lib.clock import utc_now
from airparadis.services.radar.imports import uploads
from airparadis.web.access.access import permission_required
from airparadis.web.access.auditing import note
from airparadis.web.access.limits import FORMS, limited
from airparadis.web.extensions import db
from airparadis.web.pages.radar.blueprint import bp
from airparadis.web.presentation.formatting import number
from airparadis.web.runtime import runtime
from airparadis.web.urls import page_number


@bp.get("/uploads")
@permission_required(Permission.MANAGE_STREAMS)
def uploaded() -> str:
    """A form to hand a file in, and what became of others."""
    return _page()


@bp.post("/uploads")
@permission_required(Permission.MANAGE_STREAMS)
@limited(FORMS)
def take_in() -> ResponseReturnValue:
    """Keep a file for the scheduler to import."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _page({"file": _("Choose a file.")}), 422
    try:
        keep_days = parse_keep_days(request.form.get("keep_days", ""))
    except ValueError:
        return _page({"keep_days": _days_fault()}), 422
    session, folder = db.session(), runtime().config.upload_folder
    upload = uploads.take_in(
        session, folder, sent.filename, sent.save, current_user.email, utc_now(), keep_days
    )
    note(Act.TWEETS_UPLOADED, upload.name, keep_days=keep_days)
    session.commit()
    return redirect(url_for(".upload", upload_id=upload.id), 303)


@bp.get("/uploads/<int:upload_id>")
@permission_required(Permission.MANAGE_STREAMS)
def upload(upload_id: int) -> str:
    """Show the progress of an import, and the rows it refused."""
    return _upload_page(uploads.find(db.session(), upload_id))


@bp.post("/uploads/<int:upload_id>/start")
@permission_required(Permission.MANAGE_STREAMS)
@limited(FORMS)
def start_upload(upload_id: int) -> ResponseReturnValue:
    """Import a file that waits, and keep its texts for as long as its importer wants."""
    session = db.session()
    upload = uploads.find(session, upload_id)
    if not _may_stop(upload):
        abort(403)
    try:
        keep_days = parse_keep_days(request.form.get("keep_days", ""))
    except ValueError:
        return _upload_page(upload, _days_fault()), 422
    uploads.start(session, upload, keep_days)
    note(Act.UPLOAD_STARTED, upload.name, keep_days=keep_days)
    session.commit()
    return redirect(url_for(".upload", upload_id=upload_id), 303)


@bp.post("/uploads/<int:upload_id>/stop")
@permission_required(Permission.MANAGE_STREAMS)
def stop_upload(upload_id: int) -> ResponseReturnValue:
    """Import no more of it."""
    session = db.session()
    upload = uploads.find(session, upload_id)
    if not _may_stop(upload):
        abort(403)
    uploads.stop(session, upload, utc_now())
    note(Act.UPLOAD_STOPPED, upload.name)
    session.commit()
    return redirect(url_for(".upload", upload_id=upload_id), 303)


def _may_stop(upload: Upload) -> bool:
    return may_manage(current_user.role, current_user.email, upload.uploaded_by)


def _days_fault() -> str:
    return str(_("Enter a whole number of days from 1 to %(most)s.", most=number(MAX_KEEP_DAYS)))


def _upload_page(upload: Upload, fault: str | None = None) -> str:
    return render_template(
        "radar/upload.html",
        upload=upload,
        may_stop=_may_stop(upload),
        days=runtime().config.radar_retention_days,
        most_days=MAX_KEEP_DAYS,
        fault=fault,
    )


def _page(faults: dict[str, str] | None = None) -> str:
    place = page_number()
    listed = uploads.listed(db.session(), place)
    if place > listed.last:
        abort(404)
    config = runtime().config
    return render_template(
        "radar/uploads.html",
        page=listed,
        faults=faults or {},
        most_days=MAX_KEEP_DAYS,
        most=config.radar_upload_mb,
        days=config.radar_retention_days,
        suffixes=suffixes(),
    )
