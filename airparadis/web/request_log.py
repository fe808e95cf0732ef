"""Every request has an identifier, in its answer and in every line logged for it."""

import logging
import re
import secrets
import time

import structlog
from flask import Flask, Response, g, request

from airparadis.lib.json_logs import ACCESS

HEADER = "X-Request-ID"
QUIET = frozenset({"health.livez", "health.readyz", "metrics.metrics", "static"})
"""Endpoints that are asked all day: only what goes wrong there is worth a line."""

_GIVEN = re.compile(r"[A-Za-z0-9._-]{1,64}")
_log = logging.getLogger(ACCESS)


def init_request_log(app: Flask, *, is_logged: bool) -> None:
    """Bind first of all, so that what the others log has the identifier.

    Args:
        app: the application.
        is_logged: whether every request has a line of its own.
    """
    _log.setLevel(logging.INFO if is_logged else logging.ERROR)
    app.before_request(_begin)
    app.after_request(_tell)
    app.teardown_request(_end)


def request_id() -> str:
    """That of the current request."""
    return str(g.request_id)


def request_id_of(given: str) -> str:
    """The identifier that a client gave, if it is one, else a new one."""
    return given if _GIVEN.fullmatch(given) else secrets.token_hex(8)


def _begin() -> None:
    g.request_id = request_id_of(request.headers.get(HEADER, ""))
    g.access_started = time.perf_counter()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _tell(response: Response) -> Response:
    response.headers[HEADER] = g.request_id
    if request.endpoint not in QUIET or response.status_code >= 400:
        _log_line(
            request.method if request.method.isalpha() else "other",
            request.url_rule.rule if request.url_rule else None,
            response.status_code,
            time.perf_counter() - g.access_started,
            response.content_length,
        )
    return response


def log_answer(
    request_id: str, method: str, route: str, status: int, seconds: float, size: int
) -> None:
    """The line of a request that was answered past Flask.

    Args:
        request_id: its identifier.
        method: its method.
        route: the rule of its path.
        status: of the answer.
        seconds: that it took.
        size: bytes of the answer's body.
    """
    with structlog.contextvars.bound_contextvars(request_id=request_id):
        _log_line(method, route, status, seconds, size)


def _log_line(
    method: str, route: str | None, status: int, seconds: float, size: int | None
) -> None:
    """The route, not the address: addresses hold tweets, tokens and names of predictions."""
    facts = {
        "method": method,
        "route": route,
        "status": status,
        "duration_ms": round(seconds * 1000, 1),
        "bytes": size,
    }
    _log.info("REQUEST", extra=facts)


def _end(_error: BaseException | None) -> None:
    structlog.contextvars.unbind_contextvars("request_id")
