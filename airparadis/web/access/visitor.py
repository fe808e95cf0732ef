"""A random name for a browser, so that its vote can be found again and changed."""

import re
import secrets

from flask import Response

from airparadis.web.access.cookies import keep_cookie, read_cookie

COOKIE = "visitor"


def visitor_id() -> str | None:
    """The name this browser was given; None before its first vote."""
    value = read_cookie(COOKIE)
    return value if re.fullmatch("[0-9a-f]{32}", value) else None


def new_visitor_id() -> str:
    """A name nobody can guess."""
    return secrets.token_hex(16)


def voter(visitor: str) -> str:
    """Return the voter's name under which a vote of this browser is stored."""
    return f"visitor:{visitor}"


def remember_visitor(response: Response, visitor: str) -> None:
    """Give the browser its name."""
    keep_cookie(response, COOKIE, visitor)
