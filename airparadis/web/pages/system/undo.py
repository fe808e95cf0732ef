"""Undoing what the last notice says was done."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from airparadis.domain.accounts.roles import Permission
from airparadis.lib.errors import ChangedSinceError
from airparadis.web.access.access import may, permission_required
from airparadis.web.access.limits import FORMS, limited
from airparadis.web.extensions import db
from airparadis.web.undo.registry import UNDOABLES
from airparadis.web.undo.undoable import Undoable
from airparadis.web.urls import local_url

bp = Blueprint("undo", __name__)


@bp.post("/undo/<name>")
@limited(FORMS, unless=lambda: may(Permission.VIEW))
def undo(name: str) -> ResponseReturnValue:
    """Undo an action of the registry, or say that somebody has changed it since."""
    undoable = UNDOABLES.get(name) or abort(404)
    if undoable.permission is None:
        return _undo(undoable)
    return permission_required(undoable.permission)(_undo)(undoable)


def _undo(undoable: Undoable) -> ResponseReturnValue:
    place = local_url(request.form.get("next", ""), default=url_for("prediction.form"))
    fields = {**request.form.to_dict(), "next": place}
    try:
        undone = undoable.undo(fields)
    except ChangedSinceError:
        db.session.rollback()
        flash(_("This cannot be undone: it was changed in the meantime."), "alert")
        return redirect(place, 303)
    db.session.commit()
    flash(undone.text)
    return redirect(undone.url or place, 303)
