"""Log in, log out, change the password."""

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from airparadis.auth import role_required
from airparadis.domain.accounts import Role
from airparadis.extensions import db, limiter
from airparadis.forms import LoginForm, PasswordForm
from airparadis.initial_admin import forget_one_time_password
from airparadis.models import User
from airparadis.runtime import runtime, utc_now
from airparadis.services import accounts
from airparadis.views.local_url import local_url

bp = Blueprint("auth", __name__)


@bp.get("/login")
def login() -> ResponseReturnValue:
    """The form; who is logged in already goes on."""
    if current_user.is_authenticated:
        return redirect(url_for("admin.dashboard"))
    form = LoginForm(formdata=None)
    form.next.data = local_url(default="")
    return render_template("auth/login.html", form=form)


@bp.post("/login")
@limiter.limit(lambda: runtime().config.rate_limit_login)
def log_in() -> ResponseReturnValue:
    """Start a new session, or say that address or password is wrong, not which."""
    form = LoginForm()
    if not form.validate_on_submit():
        return render_template("auth/login.html", form=form), 422
    user = accounts.authenticate(db.session(), form.email.data, form.password.data, utc_now())
    if user is None:
        form.form_errors.append(_("The mail address or the password is wrong."))
        return render_template("auth/login.html", form=form), 422
    db.session.commit()
    _start_session(user)
    if user.must_change_password:
        return redirect(url_for(".password"), 303)
    return redirect(local_url(form.next.data, default=url_for("admin.dashboard")), 303)


def _start_session(user: User) -> None:
    session.clear()  # nothing that was there before the login survives it
    session.permanent = True
    login_user(user)


@bp.post("/logout")
@role_required(Role.VIEWER)
def log_out() -> ResponseReturnValue:
    """End this session."""
    logout_user()
    session.clear()
    return redirect(url_for("prediction.form"), 303)


@bp.route("/account/password", methods=["GET", "POST"])
@role_required(Role.VIEWER)
@limiter.limit(lambda: runtime().config.rate_limit_login, methods=["POST"])
def password() -> ResponseReturnValue:
    """Choose a new password; every other session of the account ends."""
    form = PasswordForm()
    if not form.validate_on_submit():
        page = render_template("auth/password.html", form=form)
        return page, 422 if form.is_submitted() else 200
    user = accounts.authenticate(db.session(), current_user.email, form.current.data, utc_now())
    if user is None:
        form.current.errors = [*form.current.errors, _("This is not your current password.")]
        return render_template("auth/password.html", form=form), 422
    was_one_time = user.must_change_password
    accounts.change_password(user, form.password.data)
    db.session.commit()
    if was_one_time:
        forget_one_time_password(runtime().config)
    _start_session(user)
    return redirect(url_for("admin.dashboard"), 303)
