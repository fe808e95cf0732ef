"""Every request is timed and counted."""

import time
from collections.abc import Callable

from flask import Flask, Response, g, request

from airparadis.web.telemetry.metrics import Metrics


def init_metrics(app: Flask, metrics: Callable[[], Metrics]) -> None:
    """Bind right after the request log, which notes when a request began.

    Args:
        app: the application.
        metrics: returns those of the current application.
    """

    def observe(response: Response) -> Response:
        seconds = time.perf_counter() - g.started
        metrics().observe_request(request.endpoint, request.method, response.status_code, seconds)
        return response

    app.after_request(observe)
