"""The login, from the right password to a session, with the second factor where there is one."""

import hashlib

from flask import redirect, request, session, url_for
from flask_login import login_user
from werkzeug.wrappers import Response

from airparadis.db.tables import User
from airparadis.domain.accounts.policy import RECENT_LOGIN
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import sessions
from airparadis.web.access.access import current_session
from airparadis.web.extensions import db
from airparadis.web.runtime import runtime
from airparadis.web.urls import local_url

HALF = "half"
"""Under this name the cookie says whose password was right: the account's number, what its
password was, when, and where they wanted to go. It is signed, and opens nothing by itself."""


def named_account() -> str:
    """The address that a login names, known or not, as the limiter counts it."""
    email = request.form.get("email", "").strip().casefold()
    return f"account:{hashlib.sha256(email.encode(errors='replace')).hexdigest()}"


def is_failure(response: Response) -> bool:
    """Return whether an answer counts against the account: only refused ones do."""
    return response.status_code == 422


def enter(user: User, target: str | None = None) -> Response:
    """Begin a session in this browser and lead on, or ask for the second factor; commits.

    Args:
        user: whose password was right.
        target: where they wanted to go; only a path of this site is followed.
    """
    if user.has_second_factor:
        db.session.commit()
        session.clear()
        now = int(utc_now().timestamp())
        session[HALF] = [user.id, _fingerprint(user), now, local_url(target or "", default="")]
        return redirect(url_for("second_factor.ask"), 303)
    start_session(user)
    return lead_on(user, target)


def lead_on(user: User, target: str | None = None) -> Response:
    """Redirect to the wanted page, or home; with a one-time password to its change."""
    if user.must_change_password:
        return redirect(url_for("auth.password"), 303)
    return redirect(local_url(target, default=url_for("home.show")), 303)


def half_logged_in() -> User | None:
    """Return the user who has just given the right password in this browser, if it still holds."""
    number, password, then, _target = session.get(HALF, [0, "", 0, ""])
    if utc_now().timestamp() - then > RECENT_LOGIN.total_seconds():
        return None
    user = db.session().get(User, number)
    if user is None or not user.is_active or _fingerprint(user) != password:
        return None
    return user


def start_session(user: User) -> None:
    """Give the browser a key that nobody has seen before; nothing of its old session survives.

    Commits, with what is pending.
    """
    now, before = utc_now(), current_session()
    if before is not None:
        sessions.end_quietly(db.session(), before)
    sessions.clear_away(db.session(), runtime().config.session_lifetime, now)
    user.session_key = sessions.start(
        db.session(), user, request.remote_addr or "", request.user_agent.string, now
    )
    db.session.commit()
    session.clear()
    session.permanent = True
    login_user(user)


def _fingerprint(user: User) -> str:
    """Return a value that changes with the password but reveals nothing of it."""
    return hashlib.sha256(f"{user.id} {user.password_hash}".encode()).hexdigest()[:16]
