"""Files of tweets handed in by browser; the scheduler imports them."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from airparadis.db.tables import Upload
from airparadis.domain.accounts.roles import Permission
from airparadis.domain.audit import Act
from airparadis.domain.batches.batch import may_manage
from airparadis.files.registry import suffixes
from airparadis.lib.clock import utc_now
from airparadis.services.radar import uploads
from airparadis.web.access.access import permission_required
from airparadis.web.access.auditing import note
from airparadis.web.extensions import db
from airparadis.web.pages.radar.blueprint import bp
from airparadis.web.runtime import runtime
from airparadis.web.urls import page_number


@bp.get("/uploads")
@permission_required(Permission.MANAGE_STREAMS)
def uploaded() -> str:
    """A form to hand a file in, and what became of others."""
    return _page()


@bp.post("/uploads")
@permission_required(Permission.MANAGE_STREAMS)
def take_in() -> ResponseReturnValue:
    """Keep a file for the scheduler to import."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _page(_("Choose a file.")), 422
    session, folder = db.session(), runtime().config.upload_folder
    upload = uploads.take_in(
        session, folder, sent.filename, sent.save, current_user.email, utc_now()
    )
    note(Act.TWEETS_UPLOADED, upload.name)
    session.commit()
    return redirect(url_for(".upload", upload_id=upload.id), 303)


@bp.get("/uploads/<int:upload_id>")
@permission_required(Permission.MANAGE_STREAMS)
def upload(upload_id: int) -> str:
    """Show the progress of an import, and the rows it refused."""
    found = uploads.find(db.session(), upload_id)
    return render_template("radar/upload.html", upload=found, may_stop=_may_stop(found))


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


def _page(fault: str | None = None) -> str:
    number = page_number()
    listed = uploads.listed(db.session(), number)
    if number > listed.last:
        abort(404)
    config = runtime().config
    return render_template(
        "radar/uploads.html",
        page=listed,
        fault=fault,
        most=config.radar_upload_mb,
        days=config.radar_retention_days,
        suffixes=suffixes(),
    )
