"""From the right password to a session."""

import hashlib

from flask import redirect, request, session, url_for
from flask_login import login_user
from werkzeug.wrappers import Response

from airparadis.extensions import db
from airparadis.models import User
from airparadis.runtime import runtime, utc_now
from airparadis.services import sessions
from airparadis.views.local_url import local_url


def named_account() -> str:
    """The address that a login names, known or not, as the limiter counts it."""
    email = request.form.get("email", "").strip().casefold()
    return f"account:{hashlib.sha256(email.encode(errors='replace')).hexdigest()}"


def is_failure(response: Response) -> bool:
    """Whether an answer counts against the account: only refused ones do."""
    return response.status_code == 422


def enter(user: User, target: str | None = None) -> Response:
    """Begin a session in this browser, commit, and lead on.

    Args:
        user: whose password was right.
        target: where they wanted to go; only a path of this site is followed.
    """
    start_session(user)
    if user.must_change_password:
        return redirect(url_for("auth.password"), 303)
    return redirect(local_url(target, default=url_for("admin.dashboard")), 303)


def start_session(user: User) -> None:
    """Give the browser a key that nobody has seen before; nothing of its old session survives."""
    now = utc_now()
    sessions.clear_away(db.session(), runtime().config.session_lifetime, now)
    user.session_key = sessions.start(
        db.session(), user, request.remote_addr or "", request.user_agent.string, now
    )
    db.session.commit()
    session.clear()
    session.permanent = True
    login_user(user)
