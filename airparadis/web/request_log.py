"""Every request has an identifier, in its answer and in every line logged for it."""

import re
import secrets
import time

import structlog
from flask import Flask, Response, g, request

from airparadis.lib.json_logs import write_access_line

HEADER = "X-Request-ID"
QUIET = frozenset({"health.livez", "health.readyz", "metrics.metrics", "static"})
"""Endpoints that are asked all day: only what goes wrong there is worth a line."""

_GIVEN = re.compile(r"[A-Za-z0-9._-]{1,64}")


def init_request_log(app: Flask, *, is_logged: bool) -> None:
    """Bind first of all, so that what the others log has the identifier.

    Args:
        app: the application.
        is_logged: whether every request has a line of its own.
    """
    app.before_request(_begin)
    if is_logged:
        app.after_request(_log)
    app.after_request(_name)
    app.teardown_request(_end)


def request_id(given: str) -> str:
    """The identifier that the client gave, if it can be one; else a new one."""
    return given if _GIVEN.fullmatch(given) else secrets.token_hex(8)


def log_request(
    method: str, route: str | None, status: int, seconds: float, n_bytes: int | None
) -> None:
    """Write the line of a request.

    Args:
        method: of HTTP.
        route: the rule that matched, not the address: addresses hold tweets, tokens and names of
            predictions.
        status: of the answer.
        seconds: until the answer was ready to be sent.
        n_bytes: of the answer.
    """
    write_access_line(
        {
            "method": method if method.isalpha() else "other",
            "route": route,
            "status": status,
            "duration_ms": round(seconds * 1000, 1),
            "bytes": n_bytes,
        }
    )


def _begin() -> None:
    g.request_id = request_id(request.headers.get(HEADER, ""))
    g.started = time.perf_counter()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _name(response: Response) -> Response:
    response.headers[HEADER] = g.request_id
    return response


def _log(response: Response) -> Response:
    if request.endpoint not in QUIET or response.status_code >= 400:
        route = request.url_rule.rule if request.url_rule else None
        seconds = time.perf_counter() - g.started
        status = response.status_code
        log_request(request.method, route, status, seconds, response.content_length)
    return response


def _end(_error: BaseException | None) -> None:
    structlog.contextvars.unbind_contextvars("request_id")
