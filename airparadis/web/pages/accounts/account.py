"""My account: who I am here, where I am logged in."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from airparadis.db.base import begin_write
from airparadis.domain.audit import Act
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import sessions
from airparadis.web.access.access import account_required, current_session
from airparadis.web.access.auditing import note
from airparadis.web.extensions import db
from airparadis.web.runtime import runtime

bp = Blueprint("account", __name__, url_prefix="/account")


@bp.get("")
@account_required
def show() -> str:
    """Show role, password, second factor and sessions."""
    lifetime = runtime().config.session_lifetime
    return render_template(
        "accounts/account/show.html",
        listed=sessions.of_account(db.session(), current_user, lifetime, utc_now()),
        mine=current_session(),
        lifetime=lifetime,
    )


@bp.post("/sessions/<int:session_id>/end")
@account_required
def end_session(session_id: int) -> ResponseReturnValue:
    """Log a browser out from afar."""
    if sessions.end(db.session(), current_user, session_id):
        note(Act.SESSIONS_ENDED, current_user.email, sessions=1)
    db.session.commit()
    flash(_("The session is ended."))
    return redirect(url_for(".show", _anchor="sessions"), 303)


@bp.post("/sessions/end")
@account_required
def end_others() -> ResponseReturnValue:
    """Log every other browser out."""
    here = current_session()
    begin_write(db.session())
    count = sessions.end_all(db.session(), current_user, but=here.id if here else None)
    note(Act.SESSIONS_ENDED, current_user.email, sessions=count)
    db.session.commit()
    flash(ngettext("%(num)s other session is ended.", "%(num)s other sessions are ended.", count))
    return redirect(url_for(".show", _anchor="sessions"), 303)
