"""Every request is timed and counted."""

import time

from flask import Flask, Response, g, request

from airparadis.web.telemetry.metrics import Metrics


def init_metrics(app: Flask, metrics: Metrics) -> None:
    """Bind first of all: what is bound first begins first and ends last."""

    def observe(response: Response) -> Response:
        seconds = time.perf_counter() - g.request_started
        metrics.observe_request(request.endpoint, request.method, response.status_code, seconds)
        return response

    app.before_request(_start)
    app.after_request(observe)


def _start() -> None:
    g.request_started = time.perf_counter()
