"""What counting costs a scored tweet: `python -m benchmarks.telemetry`.

Two applications on databases of their own, one without the counters, answer in turn, so that
whatever else the machine does falls on both.
"""

import os
import statistics
import tempfile
import time
from pathlib import Path

ROUNDS = 1_000
TWEET = {"text": "My flight was delayed again and nobody at the desk could help"}
FOLDER = tempfile.TemporaryDirectory()
os.environ["PROMETHEUS_MULTIPROC_DIR"] = FOLDER.name  # as under gunicorn; read at import

from flask.testing import FlaskClient  # noqa: E402

from airparadis.app import create_app  # noqa: E402
from airparadis.config.settings import Config  # noqa: E402
from airparadis.web.extensions import db  # noqa: E402
from airparadis.web.telemetry import requests  # noqa: E402
from airparadis.web.telemetry.metrics import Metrics  # noqa: E402


class Uncounted(Metrics):
    """Counts no predictions."""

    def count_predictions(self, predictions: object) -> None:
        """Nothing."""


def client_of(name: str, *, counted: bool) -> FlaskClient:
    """A client of an application with, or without, its counters."""
    instance = Path(FOLDER.name) / name
    instance.mkdir()
    app = create_app(
        Config(secret_key="benchmark", instance_path=instance, rate_limit_api="1000000/second")  # noqa: S106
    )
    if not counted:
        app.before_request_funcs[None].remove(requests._start)
        app.after_request_funcs[None].remove(requests._observe)
        object.__setattr__(app.extensions["airparadis"], "metrics", Uncounted())
    with app.app_context():
        db.create_all()
    return app.test_client()


def milliseconds(client: FlaskClient) -> float:
    """Processor time of one answer: what else the machine does stays out of it."""
    started = time.process_time()
    response = client.post("/api/v1/predict", json=TWEET)
    assert response.status_code == 200  # noqa: S101
    return (time.process_time() - started) * 1000


def _round(clients: list[FlaskClient], is_backwards: bool) -> list[float]:
    """One answer of each, in the order of `clients`; who goes first gains or loses by it."""
    order = -1 if is_backwards else 1
    return [milliseconds(client) for client in clients[::order]][::order]


def main() -> None:
    """Print both medians and their ratio."""
    clients = [client_of(name, counted=name == "with") for name in ("without", "with")]
    for client in clients:
        milliseconds(client)
    times = [_round(clients, number % 2 == 1) for number in range(ROUNDS)]
    without, counted = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"without {without:.3f} ms, with {counted:.3f} ms, ratio {counted / without:.4f}")
    print(f"median of the differences {1000 * statistics.median(b - a for a, b in times):.1f} µs")


if __name__ == "__main__":
    main()
