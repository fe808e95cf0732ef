"""The optional second factor: turned on and off, and asked for at the login."""

import io
import logging
from datetime import timedelta

import segno
from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    url_for,
)
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from airparadis.db.base import begin_write
from airparadis.db.tables import User
from airparadis.domain.audit import Act
from airparadis.lib.clock import utc_now
from airparadis.notify.account_mail import Occasion, write
from airparadis.services.accounts import accounts, second_factor
from airparadis.services.accounts.attempts import count
from airparadis.web.access.access import account, account_required
from airparadis.web.access.auditing import note
from airparadis.web.access.limits import ACCOUNTS, LOGINS, limited
from airparadis.web.access.security import keep_private
from airparadis.web.extensions import db
from airparadis.web.forms.accounts import CodeForm, ConfirmForm
from airparadis.web.pages.accounts.logging_in import (
    HALF,
    half_logged_in,
    is_failure,
    lead_on,
    start_session,
)
from airparadis.web.runtime import runtime

bp = Blueprint("second_factor", __name__)

TELL_AFTER = 3
"""Wrong codes after which the account's owner is written to."""

TELL_WINDOW = timedelta(minutes=15)
_log = logging.getLogger(__name__)


@bp.get("/account/second-factor")
@account_required
def show() -> ResponseReturnValue:
    """Show whether it is on; while it is being turned on, the picture to scan."""
    return _page(ConfirmForm(formdata=None), CodeForm(formdata=None))


@bp.post("/account/second-factor/begin")
@account_required
@limited(LOGINS)
def begin() -> ResponseReturnValue:
    """Make a secret for the authenticator; it counts once a code of it was seen."""
    form = ConfirmForm()
    user = _confirmed(form)
    if user is None or user.has_second_factor:
        return _page(form, CodeForm(formdata=None), 422)
    second_factor.begin(user)
    db.session.commit()
    return redirect(url_for(".show"), 303)


@bp.get("/account/second-factor/qr.svg")
@account_required
def picture() -> Response:
    """Return the QR code for an authenticator; gone once the factor is on."""
    if current_user.totp_secret is None or current_user.has_second_factor:
        abort(404)
    buffer = io.BytesIO()
    code = segno.make(second_factor.address(account()), error="m", micro=False)
    code.save(buffer, kind="svg", scale=5, border=4, dark="#000", light="#fff", xmldecl=False)
    response = Response(buffer.getvalue(), mimetype="image/svg+xml")
    return keep_private(response)


@bp.post("/account/second-factor/confirm")
@account_required
@limited(LOGINS)
def confirm() -> ResponseReturnValue:
    """Turn it on with the first code, and show the recovery codes, the only time."""
    form, user, session = CodeForm(), account(), db.session()
    if user.totp_secret is None or user.has_second_factor:
        return redirect(url_for(".show"), 303)
    codes = None
    if form.validate_on_submit():
        begin_write(session)
        codes = second_factor.confirm(session, user, form.code.data, utc_now())
        if codes is None:
            form.code.errors = [_("This is not the code that is shown now. Try the next one.")]
    if codes is None:
        session.rollback()
        return _page(ConfirmForm(formdata=None), form, 422)
    note(Act.FACTOR_ENABLED, user.email)
    write(session, runtime().config, Occasion.FACTOR_ENABLED, user, utc_now())
    start_session(user)
    return _codes(codes)


@bp.post("/account/second-factor/codes")
@account_required
@limited(LOGINS)
def new_codes() -> ResponseReturnValue:
    """Replace the recovery codes; the old ones stop working."""
    form = ConfirmForm()
    user = _confirmed(form)
    if user is None or not user.has_second_factor:
        return _page(form, CodeForm(formdata=None), 422)
    codes = second_factor.new_codes(db.session(), user)
    note(Act.RECOVERY_CODES, user.email)
    db.session.commit()
    return _codes(codes)


@bp.post("/account/second-factor/disable")
@account_required
@limited(LOGINS)
def disable() -> ResponseReturnValue:
    """Turn it off."""
    form = ConfirmForm()
    user = _confirmed(form)
    if user is None:
        return _page(form, CodeForm(formdata=None), 422)
    second_factor.disable(db.session(), user)
    note(Act.FACTOR_DISABLED, user.email)
    write(db.session(), runtime().config, Occasion.FACTOR_DISABLED, user, utc_now())
    start_session(user)
    flash(_("The second factor is off."))
    return redirect(url_for("account.show"), 303)


@bp.get("/login/code")
def ask() -> ResponseReturnValue:
    """The second half of a login."""
    if half_logged_in() is None:
        return redirect(url_for("auth.login"))
    page = render_template("accounts/auth/code.html", form=CodeForm(formdata=None))
    return keep_private(make_response(page))


@bp.post("/login/code")
@limited(LOGINS)
@limited(
    ACCOUNTS,
    by=lambda: f"code:{cookie.get(HALF, [0])[0]}",
    counts=is_failure,
)
def check() -> ResponseReturnValue:
    """Begin the session if the code is right."""
    user, form, session, now = half_logged_in(), CodeForm(), db.session(), utc_now()
    if user is None:
        return redirect(url_for("auth.login"), 303)
    left = second_factor.codes_left(session, user)
    is_right = False
    if form.validate_on_submit():
        begin_write(session)
        is_right = second_factor.verify(session, user, form.code.data, now)
        if not is_right:
            session.rollback()
            _report_wrong_code(user)
            form.code.errors = [_("This code is wrong, or was used before.")]
    if not is_right:
        page = render_template("accounts/auth/code.html", form=form)
        return keep_private(make_response(page, 422))
    if second_factor.codes_left(session, user) < left:
        write(session, runtime().config, Occasion.RECOVERY_USED, user, now)
    target = cookie[HALF][3]
    start_session(user)
    return lead_on(user, target)


def _report_wrong_code(user: User) -> None:
    """Log a wrong code; the third of a quarter of an hour is mailed, and audited."""
    session, now = db.session(), utc_now()
    attempts, _end = count(session, f"wrong code {user.id}", TELL_WINDOW, now)
    _log.warning("wrong code of a second factor", extra={"account": user.id, "attempts": attempts})
    if attempts == TELL_AFTER:
        begin_write(session)
        note(Act.CODES_REFUSED, user.email, actor="anonymous")
        write(session, runtime().config, Occasion.CODES_REFUSED, user, now)
        session.commit()


def _confirmed(form: ConfirmForm) -> User | None:
    """The account, locked for writing, if the password is given once more."""
    if not form.validate_on_submit():
        return None
    user = accounts.authenticate(db.session(), current_user.email, form.current.data)
    if user is None:
        form.current.errors = [*form.current.errors, _("This is not your current password.")]
    return user


def _page(confirm: ConfirmForm, code: CodeForm, status: int = 200) -> Response:
    page = render_template(
        "accounts/account/second_factor.html",
        form=code if code.errors else confirm,
        confirm=confirm,
        code=code,
        left=second_factor.codes_left(db.session(), account()),
    )
    return keep_private(make_response(page, status))


def _codes(codes: list[str]) -> Response:
    return keep_private(make_response(render_template("accounts/account/codes.html", codes=codes)))
