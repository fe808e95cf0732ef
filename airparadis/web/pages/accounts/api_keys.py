"""Keys for scripts: made, shown once, revoked."""

from datetime import timedelta

from flask import Blueprint, abort, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from airparadis.db.tables import ApiKey
from airparadis.domain.accounts.policy import Scope
from airparadis.domain.accounts.roles import Permission
from airparadis.domain.audit import Act
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import api_keys
from airparadis.web.access.access import permission_required
from airparadis.web.access.auditing import note
from airparadis.web.access.security import keep_private
from airparadis.web.extensions import db
from airparadis.web.forms.accounts import KeyForm

bp = Blueprint("api_keys", __name__, url_prefix="/admin/keys")


@bp.get("")
@permission_required(Permission.MANAGE_ACCOUNTS)
def listing() -> str:
    """Every key, and a form for another."""
    return _listing(KeyForm(formdata=None))


@bp.post("")
@permission_required(Permission.MANAGE_ACCOUNTS)
def create() -> ResponseReturnValue:
    """Make a key and show it, the only time."""
    form = KeyForm()
    if not form.validate_on_submit():
        return _listing(form), 422
    now, days = utc_now(), int(form.days.data)
    scopes = [Scope(value) for value in form.scopes.data]
    key = api_keys.create(
        db.session(),
        form.name.data,
        now,
        scopes,
        expires_at=now + timedelta(days=days) if days else None,
        by=current_user.email,
    )
    note(Act.KEY_CREATED, form.name.data.strip(), scopes=[*scopes], days=days or None)
    db.session.commit()
    page = render_template("accounts/keys/created.html", key=key, name=form.name.data.strip())
    return keep_private(make_response(page))


@bp.post("/<int:key_id>/revoke")
@permission_required(Permission.MANAGE_ACCOUNTS)
def revoke(key_id: int) -> ResponseReturnValue:
    """End a key at once."""
    key = db.session().get(ApiKey, key_id) or abort(404)
    api_keys.revoke(db.session(), key, utc_now())
    note(Act.KEY_REVOKED, key.name)
    db.session.commit()
    flash(_("%(name)s is revoked.", name=key.name))
    return redirect(url_for(".listing"), 303)


def _listing(form: KeyForm) -> str:
    return render_template(
        "accounts/keys/list.html", form=form, keys=api_keys.all_keys(db.session()), now=utc_now()
    )
