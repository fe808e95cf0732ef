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


def _begin() -> None:
    given = request.headers.get(HEADER, "")
    g.request_id = given if _GIVEN.fullmatch(given) else secrets.token_hex(8)
    g.started = time.perf_counter()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _name(response: Response) -> Response:
    response.headers[HEADER] = g.request_id
    return response


def _log(response: Response) -> Response:
    """The route, not the address: addresses hold tweets, tokens and names of predictions."""
    if request.endpoint not in QUIET or response.status_code >= 400:
        seconds = time.perf_counter() - g.started
        write_access_line(
            {
                "method": request.method if request.method.isalpha() else "other",
                "route": request.url_rule.rule if request.url_rule else None,
                "status": response.status_code,
                "duration_ms": round(seconds * 1000, 1),
                "bytes": response.content_length,
            }
        )
    return response


def _end(_error: BaseException | None) -> None:
    structlog.contextvars.unbind_contextvars("request_id")
