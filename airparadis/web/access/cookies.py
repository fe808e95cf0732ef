"""The cookies that pages keep with their readers, beside the session's own."""

from flask import Response, request

from airparadis.web.runtime import runtime

_YEAR = 365 * 24 * 3600


def cookie_name(name: str) -> str:
    """The name under which a cookie travels.

    Behind https it has the prefix by which browsers know that only this host, and only by https,
    may set it: a neighbour below the same domain cannot choose for our readers.
    """
    return f"{runtime().config.cookie_prefix}{name}"


def cookie_path() -> str:
    """The path to which cookies are sent: that of the application."""
    return runtime().config.path_prefix or "/"


def read_cookie(name: str) -> str:
    """Return the value of a cookie; empty if the browser sent none."""
    return request.cookies.get(cookie_name(name), "")


def keep_cookie(response: Response, name: str, value: str) -> None:
    """Give the browser something to keep for a year, which scripts cannot read."""
    response.set_cookie(
        cookie_name(name),
        value,
        max_age=_YEAR,
        path=cookie_path(),
        httponly=True,
        samesite="Lax",
        secure=runtime().config.is_secure,
    )
