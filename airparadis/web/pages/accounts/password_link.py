"""A forgotten password, and an invitation: a signed link leads to the choice of a password."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from airparadis.db.base import begin_write
from airparadis.db.tables import User
from airparadis.domain.audit import Act
from airparadis.lib.clock import utc_now
from airparadis.lib.errors import LinkError
from airparadis.notify.account_links import LinkKind, kind_for, read_token
from airparadis.notify.account_mail import Occasion, compose, write
from airparadis.services.accounts import accounts
from airparadis.web.access.auditing import note
from airparadis.web.access.limits import ACCOUNTS, LOGINS, limited
from airparadis.web.access.security import keep_private
from airparadis.web.extensions import db
from airparadis.web.forms.accounts import AddressForm, NewPasswordForm
from airparadis.web.pages.accounts.account_link import send_link
from airparadis.web.pages.accounts.logging_in import named_account
from airparadis.web.runtime import runtime

bp = Blueprint("password_link", __name__)


@bp.get("/password/forgotten")
def forgotten() -> str:
    """Ask for the address to send the link to."""
    return render_template(
        "accounts/auth/forgotten.html", form=AddressForm(formdata=None), can_mail=_can_mail()
    )


@bp.post("/password/forgotten")
@limited(LOGINS)
@limited(ACCOUNTS, by=named_account)
def send() -> ResponseReturnValue:
    """Mail a link if there is such an account; the answer is the same if there is none."""
    form = AddressForm()
    if not _can_mail() or not form.validate_on_submit():
        page = render_template("accounts/auth/forgotten.html", form=form, can_mail=_can_mail())
        return page, 422
    _write_mail(form.email.data)
    return render_template("accounts/auth/link_sent.html", hours=1)


def _write_mail(email: str) -> None:
    """Do the same work, with one write, whether or not the account exists: timing tells nothing."""
    session, now = db.session(), utc_now()
    user = accounts.find_user(session, email)
    begin_write(session)
    if user is not None and user.is_active:
        send_link(user)
    else:
        nobody = User(id=0, email=email[:254], password_hash="")
        compose(runtime().config, Occasion.RESET, nobody, now, "", str(get_locale()))
    note(Act.PASSWORD_LINK, email, actor="anonymous")
    session.commit()


@bp.route("/password/<token>", methods=["GET", "POST"])
@limited(LOGINS)
def reset(token: str) -> ResponseReturnValue:
    """Choose a new password by the link of a mail."""
    return _choose(LinkKind.RESET, token)


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@limited(LOGINS)
def accept(token: str) -> ResponseReturnValue:
    """Choose the first password of an account that somebody else made."""
    return _choose(LinkKind.INVITATION, token)


def _choose(kind: LinkKind, token: str) -> ResponseReturnValue:
    form = NewPasswordForm()
    try:
        user = _read(kind, token)
        if not form.validate_on_submit():
            page = render_template(
                "accounts/auth/choose.html", form=form, kind=kind, user=user, token=token
            )
            return keep_private(make_response(page, 422 if form.is_submitted() else 200))
        begin_write(db.session())  # of two who come with one link, one is late
        _take(_read(kind, token), form.password.data)
    except LinkError as error:
        db.session.rollback()
        return _refuse(error)
    flash(_("Your password is set. Log in with it."))
    return redirect(url_for("auth.login"), 303)


def _read(kind: LinkKind, token: str) -> User:
    return read_token(runtime().config.signing_key(), db.session(), kind, token)


def _take(user: User, password: str) -> None:
    session = db.session()
    kind = kind_for(user)
    accounts.change_password(session, user, password)
    if kind is LinkKind.INVITATION:
        note(Act.ACCOUNT_ACCEPTED, user.email, actor=user.email)
    else:
        note(Act.PASSWORD_RESET, user.email, actor=user.email)
        write(session, runtime().config, Occasion.PASSWORD_CHANGED, user, utc_now())
    session.commit()


def _refuse(error: LinkError) -> Response:
    page = render_template("accounts/auth/bad_link.html", is_expired=error.is_expired)
    return keep_private(make_response(page, 410 if error.is_expired else 404))


def _can_mail() -> bool:
    return bool(runtime().config.mail_server)
