"""Who is asking: accounts for people, keys for scripts."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import abort, g, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from airparadis.domain.accounts import Role
from airparadis.extensions import db, login
from airparadis.models import ApiKey, User
from airparadis.services import accounts

BEFORE_NEW_PASSWORD = ("auth.password", "auth.log_out")
"""All that an account with a one-time password can do."""

P = ParamSpec("P")
R = TypeVar("R")


def load_account(session_token: str) -> User | None:
    """The account that a session cookie names; None once its sessions were ended.

    None, too, while the database does not answer: every page asks who is there, the one that
    tells of the failure as well.
    """
    try:
        return db.session.scalar(select(User).where(User.session_token == session_token))
    except SQLAlchemyError:
        db.session.rollback()
        return None


def role_required(role: Role) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a view answer only accounts of a role.

    Who is not logged in is asked to; another role gets 403; a one-time password must be changed
    first.
    """

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not current_user.is_authenticated:
                return login.unauthorized()  # type: ignore[no-any-return]
            if current_user.must_change_password and request.endpoint not in BEFORE_NEW_PASSWORD:
                return redirect(url_for("auth.password"))  # type: ignore[return-value]
            if not current_user.role.includes(role):
                abort(403)
            return view(*args, **kwargs)

        return guarded

    return decorate


def has_role(role: Role) -> bool:
    """Whether the reader is logged in with an account of at least this role."""
    return bool(
        current_user.is_authenticated
        and not current_user.must_change_password
        and current_user.role.includes(role)
    )


def bearer_key() -> ApiKey | None:
    """The API key of this request; None if it names none.

    Raises:
        werkzeug.exceptions.Unauthorized: it names one that is not valid.
    """
    if "api_key" not in g:
        g.api_key = _read_bearer_key()
    key: ApiKey | None = g.api_key
    return key


def _read_bearer_key() -> ApiKey | None:
    header = request.authorization
    if header is None:
        return None
    key = (
        accounts.find_api_key(db.session(), header.token or "") if header.type == "bearer" else None
    )
    if key is None:
        raise unauthorized("The API key is not valid.")
    return key


def unauthorized(message: str) -> Unauthorized:
    """401, saying how to authenticate."""
    return Unauthorized(message, www_authenticate=WWWAuthenticate("bearer"))
