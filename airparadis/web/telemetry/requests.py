"""Every request is timed and counted."""

import time

from flask import Flask, Response, g, request

from airparadis.web.runtime import runtime


def init_metrics(app: Flask) -> None:
    """Bind first of all: what is bound first begins first and ends last."""
    app.before_request(_start)
    app.after_request(_observe)


def _start() -> None:
    g.request_started = time.perf_counter()


def _observe(response: Response) -> Response:
    seconds = time.perf_counter() - g.request_started
    runtime().metrics.observe_request(
        request.endpoint, request.method, response.status_code, seconds
    )
    return response
