"""Log in, log out, change the password."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from airparadis.domain.audit import Act
from airparadis.lib.clock import utc_now
from airparadis.notify.account_mail import Occasion, write
from airparadis.services.accounts import accounts, sessions
from airparadis.services.accounts.first_admin import forget_one_time_password
from airparadis.web.access.access import account_required, current_session
from airparadis.web.access.auditing import note
from airparadis.web.access.limits import ACCOUNTS, LOGINS, limited
from airparadis.web.extensions import db
from airparadis.web.forms.accounts import LoginForm, PasswordForm
from airparadis.web.pages.accounts.logging_in import (
    enter,
    is_failure,
    lead_on,
    named_account,
    start_session,
)
from airparadis.web.runtime import runtime
from airparadis.web.urls import local_url

bp = Blueprint("auth", __name__)


@bp.get("/login")
def login() -> ResponseReturnValue:
    """The form; who is logged in already goes on."""
    if current_user.is_authenticated:
        return redirect(url_for("home.show"))
    form = LoginForm(formdata=None)
    form.next.data = local_url(default="")
    return render_template("accounts/auth/login.html", form=form)


@bp.post("/login")
@limited(LOGINS)
@limited(ACCOUNTS, by=named_account, counts=is_failure)
def log_in() -> ResponseReturnValue:
    """Start a new session, or say that address or password is wrong, not which."""
    form = LoginForm()
    if not form.validate_on_submit():
        return render_template("accounts/auth/login.html", form=form), 422
    current_session()  # read now: the right password takes the write lock
    user = accounts.authenticate(db.session(), form.email.data, form.password.data)
    if user is None:
        form.form_errors.append(_("The mail address or the password is wrong."))
        return render_template("accounts/auth/login.html", form=form), 422
    return enter(user, form.next.data)


@bp.post("/logout")
@account_required
def log_out() -> ResponseReturnValue:
    """End this session."""
    here = current_session()
    if here is not None:
        sessions.end(db.session(), current_user, here.id)
        db.session.commit()
    logout_user()
    session.clear()
    response = redirect(url_for("prediction.form"), 303)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@bp.route("/account/password", methods=["GET", "POST"])
@account_required
@limited(LOGINS, methods=["POST"])
def password() -> ResponseReturnValue:
    """Choose a new password; every session of the account ends, and a new one begins here."""
    form = PasswordForm()
    if not form.validate_on_submit():
        page = render_template("accounts/auth/password.html", form=form)
        return page, 422 if request.method == "POST" else 200
    user = accounts.authenticate(db.session(), current_user.email, form.current.data)
    if user is None:
        form.current.errors = [*form.current.errors, _("This is not your current password.")]
        return render_template("accounts/auth/password.html", form=form), 422
    was_one_time = user.must_change_password
    accounts.change_password(db.session(), user, form.password.data)
    note(Act.PASSWORD_CHANGED, user.email)
    write(db.session(), runtime().config, Occasion.PASSWORD_CHANGED, user, utc_now())
    start_session(user)
    if was_one_time:
        forget_one_time_password(runtime().config)
    return lead_on(user)
