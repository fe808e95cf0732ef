"""Every request has an identifier, in its answer and in every line logged for it."""

import logging
import re
import secrets
import time

import structlog
from flask import Flask, Response, g, request

HEADER = "X-Request-ID"
QUIET = frozenset({"health.livez", "health.readyz", "metrics.metrics", "static"})
"""Endpoints that are asked all day: only what goes wrong there is worth a line."""

_GIVEN = re.compile(r"[A-Za-z0-9._-]{1,64}")
_log = logging.getLogger("airparadis.access")


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


def _begin() -> None:
    given = request.headers.get(HEADER, "")
    g.request_id = given if _GIVEN.fullmatch(given) else secrets.token_hex(8)
    g.access_started = time.perf_counter()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _tell(response: Response) -> Response:
    response.headers[HEADER] = g.request_id
    if request.endpoint not in QUIET or response.status_code >= 400:
        _log.info("REQUEST", extra=_facts(response))
    return response


def _facts(response: Response) -> dict[str, object]:
    """The route, not the address: addresses hold tweets, tokens and names of predictions."""
    seconds = time.perf_counter() - g.access_started
    return {
        "method": request.method if request.method.isalpha() else "other",
        "route": request.url_rule.rule if request.url_rule else None,
        "status": response.status_code,
        "duration_ms": round(seconds * 1000, 1),
        "bytes": response.content_length,
    }


def _end(_error: BaseException | None) -> None:
    structlog.contextvars.unbind_contextvars("request_id")
