"""Accounts, for administrators: who has one, with what role; invitations; who is kept out."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from airparadis.db.base import begin_write
from airparadis.db.tables import User
from airparadis.domain.accounts.roles import DEFAULT_ROLE, Permission, Role
from airparadis.domain.audit import Act
from airparadis.lib.clock import utc_now
from airparadis.lib.errors import LastAdministratorError
from airparadis.notify.account_mail import Occasion, write
from airparadis.services.accounts import accounts, second_factor, sessions
from airparadis.web.access.access import permission_required
from airparadis.web.access.auditing import note
from airparadis.web.access.limits import LOGINS, limited
from airparadis.web.access.security import keep_private
from airparadis.web.extensions import db
from airparadis.web.forms.accounts import InviteForm, RoleForm
from airparadis.web.pages.accounts.account_link import send_link
from airparadis.web.runtime import runtime

bp = Blueprint("accounts", __name__, url_prefix="/admin/accounts")


@bp.get("")
@permission_required(Permission.MANAGE_ACCOUNTS)
def listing() -> str:
    """Every account, and a form to invite."""
    form = InviteForm(formdata=None, role=DEFAULT_ROLE.value, language=str(get_locale()))
    return _listing(form)


@bp.post("/invite")
@permission_required(Permission.MANAGE_ACCOUNTS)
@limited(LOGINS)
def invite() -> ResponseReturnValue:
    """Make an account without password, and a link to choose one."""
    form = InviteForm()
    if not form.validate_on_submit():
        return _listing(form), 422
    role = Role(form.role.data)
    user = accounts.invite(db.session(), form.email.data, role, utc_now())
    note(Act.ACCOUNT_INVITED, user.email, role=role)
    link = send_link(user, form.language.data)
    db.session.commit()
    return _tell_link(user, link)


@bp.get("/<int:account_id>")
@permission_required(Permission.MANAGE_ACCOUNTS)
def show(account_id: int) -> str:
    """One account and what can be done about it."""
    user = _find(account_id)
    lifetime = runtime().config.session_lifetime
    return render_template(
        "accounts/show.html",
        user=user,
        form=RoleForm(formdata=None, role=user.role.value),
        sessions=sessions.of_account(db.session(), user, lifetime, utc_now()),
    )


@bp.post("/<int:account_id>/role")
@permission_required(Permission.MANAGE_ACCOUNTS)
def change_role(account_id: int) -> ResponseReturnValue:
    """Give another role; its owner must log in again."""
    user, form = _find(account_id), RoleForm()
    if not form.validate_on_submit():
        abort(400)
    role, was = Role(form.role.data), user.role

    def change() -> None:
        accounts.set_role(db.session(), user, role)
        note(Act.ACCOUNT_ROLE, user.email, role=role, was=was)

    return _try(user, change, _("The role is changed."))


@bp.post("/<int:account_id>/deactivate")
@permission_required(Permission.MANAGE_ACCOUNTS)
def deactivate(account_id: int) -> ResponseReturnValue:
    """Keep its owner out."""
    user = _find(account_id)

    def change() -> None:
        accounts.deactivate(db.session(), user, utc_now())
        note(Act.ACCOUNT_DEACTIVATED, user.email)

    return _try(user, change, _("The account is deactivated."))


@bp.post("/<int:account_id>/reactivate")
@permission_required(Permission.MANAGE_ACCOUNTS)
def reactivate(account_id: int) -> ResponseReturnValue:
    """Let its owner in again."""
    user = _find(account_id)
    accounts.reactivate(db.session(), user)
    note(Act.ACCOUNT_REACTIVATED, user.email)
    return _done(user, _("The account is active again."))


@bp.post("/<int:account_id>/end-sessions")
@permission_required(Permission.MANAGE_ACCOUNTS)
def end_sessions(account_id: int) -> ResponseReturnValue:
    """Log its owner out everywhere."""
    user = _find(account_id)
    begin_write(db.session())
    note(Act.SESSIONS_ENDED, user.email, sessions=sessions.end_all(db.session(), user))
    return _done(user, _("All sessions of the account are ended."))


@bp.post("/<int:account_id>/reset-factor")
@permission_required(Permission.MANAGE_ACCOUNTS)
def reset_factor(account_id: int) -> ResponseReturnValue:
    """Turn off the second factor of a colleague who has lost the device and the codes."""
    user = _find(account_id)
    begin_write(db.session())
    second_factor.disable(db.session(), user)
    note(Act.FACTOR_RESET, user.email)
    write(db.session(), runtime().config, Occasion.FACTOR_DISABLED, user, utc_now())
    return _done(user, _("The second factor is removed."))


@bp.post("/<int:account_id>/link")
@permission_required(Permission.MANAGE_ACCOUNTS)
@limited(LOGINS)
def make_link(account_id: int) -> ResponseReturnValue:
    """A link to choose a password; earlier invitations are worthless from now on."""
    user = _find(account_id)
    if not user.is_active:
        abort(400)
    begin_write(db.session())
    if user.is_invited:
        accounts.invite_again(user)
    note(Act.PASSWORD_LINK, user.email)
    link = send_link(user)
    db.session.commit()
    return _tell_link(user, link)


def _find(account_id: int) -> User:
    return db.session().get(User, account_id) or abort(404)


def _listing(form: InviteForm) -> str:
    return render_template(
        "accounts/list.html",
        form=form,
        users=accounts.all_users(db.session()),
        roles=list(Role),
        can_mail=bool(runtime().config.mail_server),
    )


def _tell_link(user: User, link: str) -> ResponseReturnValue:
    """A link that was not mailed is shown here, once, and stored nowhere."""
    if link:
        page = render_template("accounts/link.html", user=user, link=link)
        return keep_private(make_response(page))
    flash(_("A mail with a link is on its way to %(email)s.", email=user.email))
    return redirect(url_for(".show", account_id=user.id), 303)


def _try(user: User, change: Callable[[], None], words: str) -> ResponseReturnValue:
    try:
        change()
    except LastAdministratorError:
        db.session.rollback()
        flash(_("This is the only administrator: give another account the role first."), "alert")
        return redirect(url_for(".show", account_id=user.id), 303)
    return _done(user, words)


def _done(user: User, words: str) -> ResponseReturnValue:
    db.session.commit()
    flash(words)
    is_own = user.id == current_user.id
    return redirect(url_for(".listing") if is_own else url_for(".show", account_id=user.id), 303)
