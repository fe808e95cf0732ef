"""Saving a list with its filter, and deleting what was saved."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from airparadis.lib.clock import utc_now
from airparadis.lib.errors import SavedViewError
from airparadis.services.accounts import saved_views
from airparadis.services.accounts.saved_views import MAX_NAME, MAX_VIEWS
from airparadis.web.access.access import account, account_required
from airparadis.web.extensions import db
from airparadis.web.urls import local_url

bp = Blueprint("saved_views", __name__, url_prefix="/views")

_FAULTS = {
    "name": lazy_gettext("Not saved: a name has 1 to %(most)s characters.", most=MAX_NAME),
    "address": lazy_gettext("Not saved: this filter is too long."),
    "many": lazy_gettext(
        "Not saved: you have %(most)s views. Delete one on the home page.", most=MAX_VIEWS
    ),
}


@bp.post("")
@account_required
def save() -> ResponseReturnValue:
    """Save the page from which the form was sent, and go back to it."""
    address = local_url(request.form.get("address", ""), default=url_for("home.show"))
    try:
        saved_views.save(db.session(), account(), request.form.get("name", ""), address, utc_now())
    except SavedViewError as error:
        db.session.rollback()
        flash(str(_FAULTS[error.kind]), "alert")
        return redirect(address, 303)
    db.session.commit()
    flash(_("Saved. You find it on the home page."))
    return redirect(address, 303)


@bp.post("/<int:view_id>/remove")
@account_required
def remove(view_id: int) -> ResponseReturnValue:
    """Delete a view of the reader."""
    saved_views.remove(db.session(), account(), view_id)
    db.session.commit()
    flash(_("The view is deleted."))
    return redirect(url_for("home.show"), 303)
