"""Authentication and authorisation: accounts for people, keys for scripts."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Response, abort, g, redirect, request, url_for
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized

from airparadis.db.tables import AccountSession, ApiKey, User
from airparadis.domain.accounts.policy import Scope
from airparadis.domain.accounts.roles import Permission
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import api_keys, sessions
from airparadis.web.extensions import db, login
from airparadis.web.runtime import runtime

BEFORE_NEW_PASSWORD = ("auth.password", "auth.log_out")
"""Endpoints open to an account with a one-time password."""

P = ParamSpec("P")
R = TypeVar("R")


def load_account(session_key: str) -> User | None:
    """The account that a session cookie opens; None once the session is over.

    None, too, while the database does not answer: every page asks who is there, the one that
    reports the failure as well.
    """
    try:
        lifetime = runtime().config.session_lifetime
        found = sessions.find(db.session(), session_key, lifetime, utc_now())
    except SQLAlchemyError:
        db.session.rollback()
        return None
    if found is None:
        return None
    g.account_session = found
    found.account.session_key = session_key
    return found.account


def account() -> User:
    """The account of this request, which `account_required` guarantees."""
    found: User = current_user._get_current_object()
    return found


def current_session() -> AccountSession | None:
    """The session of this request; asks for the account first."""
    found: AccountSession | None = g.get("account_session") if current_user else None
    return found


def permission_required(
    permission: Permission | None,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Restrict a view to accounts whose role includes a permission; None: to any account.

    Without a session, the log-in page is shown; another role gets 403; a one-time password must
    be changed first.
    """

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not current_user.is_authenticated:
                return login.unauthorized()  # type: ignore[no-any-return]
            if current_user.must_change_password and request.endpoint not in BEFORE_NEW_PASSWORD:
                return redirect(url_for("auth.password"))  # type: ignore[return-value]
            if permission is not None and not current_user.role.may(permission):
                abort(403)
            return view(*args, **kwargs)

        return guarded

    return decorate


def account_required(view: Callable[P, R]) -> Callable[P, R]:
    """Restrict a view to logged-in accounts of any role."""
    return permission_required(None)(view)


def may(permission: Permission) -> bool:
    """Return whether the reader is logged in with a role that includes a permission."""
    return bool(
        current_user.is_authenticated
        and not current_user.must_change_password
        and current_user.role.may(permission)
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
    key = None
    if header.type == "bearer":
        key = api_keys.find(db.session(), header.token or "", utc_now())
    if key is None:
        raise unauthorized("The API key is not valid.")
    return key


def require_scope(scope: Scope) -> None:
    """A key that is sent must be for this.

    Raises:
        werkzeug.exceptions.Unauthorized: the key is not valid.
        werkzeug.exceptions.Forbidden: it lacks the scope.
    """
    key = bearer_key()
    if key is not None and scope not in key.scopes:
        raise Forbidden(f"The API key lacks the scope {scope.value}.")


def require_reader() -> None:
    """Require a key with the scope `read`, or an analyst's session.

    Raises:
        werkzeug.exceptions.Unauthorized: the caller has neither.
        werkzeug.exceptions.Forbidden: the key lacks the scope.
    """
    require_scope(Scope.READ)
    if bearer_key() is None and not may(Permission.READ_API):
        raise unauthorized("This call needs an API key.")


def unauthorized(message: str) -> Unauthorized:
    """Return a 401 that says how to authenticate."""
    return Unauthorized(message, www_authenticate=WWWAuthenticate("bearer"))


def note_use(response: Response) -> Response:
    """Record after a request, about once a minute, that a session or a key was used.

    By now the request's own work is committed or given up. A database that does not take the
    note, being busy, must not spoil the answer.
    """
    seen, key = g.get("account_session"), g.get("api_key")
    if seen is None and key is None:
        return response
    now = utc_now()
    try:
        session_id = seen.id if seen and not sessions.is_seen_lately(seen, now) else None
        key_id = key.id if key and not api_keys.is_used_lately(key, now) else None
        if session_id or key_id:
            _write_down(session_id, key_id, now)
    except SQLAlchemyError:
        db.session.rollback()
    return response


def _write_down(session_id: int | None, key_id: int | None, now: datetime) -> None:
    session = db.session()
    session.rollback()
    if session_id:
        sessions.see(session, session_id, request.remote_addr or "", now)
    if key_id:
        api_keys.use(session, key_id, now)
    session.commit()
