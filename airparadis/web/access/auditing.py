"""Context for the audit log: the actor and the address of a request or a command."""

import getpass
from typing import Any

from flask import g, has_request_context, request
from flask_login import current_user

from airparadis.db.base import begin_write
from airparadis.domain.audit import Act
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import audit
from airparadis.web.extensions import db


def note(act: Act, target: object = "", *, actor: str | None = None, **detail: Any) -> None:
    """Add an entry to the current transaction; the caller commits it with the act itself.

    Args:
        act: what was done.
        target: on what, by the name people know it by.
        actor: who, unless it is the account, the key or the command line that asks.
        detail: what else there is to know, as JSON; never a secret.
    """
    audit.record(
        db.session(),
        actor or acting(),
        act,
        str(target),
        now=utc_now(),
        address=(request.remote_addr or "") if has_request_context() else "",
        **detail,
    )


def note_alone(act: Act, target: object = "", **detail: Any) -> None:
    """Add an entry and commit it: for what changes nothing else, such as a download."""
    begin_write(db.session())
    note(act, target, **detail)
    db.session.commit()


def acting() -> str:
    """An account's address, a key's name, or the user of the machine."""
    if not has_request_context():
        return f"command line {_machine_user()}".strip()
    if current_user.is_authenticated:
        return str(current_user.email)
    key = g.get("api_key")
    return f"key {key.name}" if key else "anonymous"


def remember_address() -> None:
    """Pass a request's address to services that commit by themselves."""
    if request.method not in {"GET", "HEAD", "OPTIONS"} and request.blueprint != "api":
        db.session().info[audit.ADDRESS] = request.remote_addr or ""


def _machine_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return ""
