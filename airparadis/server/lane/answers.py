"""Answers as bytes: what Flask and gunicorn would send."""

from flask import Flask, make_response
from gunicorn import SERVER
from gunicorn.util import http_date

from airparadis.db.tables import NewPrediction
from airparadis.server.lane.calls import Call
from airparadis.server.lane.plain import PATH
from airparadis.web.access.security import add_security_headers
from airparadis.web.api.prediction_schemas import PredictionReply
from airparadis.web.request_log import HEADER


class Answers:
    """Writes the answers of one application."""

    def __init__(self, app: Flask) -> None:
        with app.test_request_context(PATH, method="POST"):
            headers = add_security_headers(make_response("")).headers
        self._fixed = "".join(
            f"{name}: {value}\r\n"
            for name, value in headers.items()
            if name not in {"Content-Type", "Content-Length"}
        )

    def answer(self, call: Call, prediction: NewPrediction, *, is_kept: bool) -> bytes:
        """A whole answer, the connection of which is kept or not."""
        body = PredictionReply.of(prediction).model_dump_json().encode()
        assert call.window is not None  # noqa: S101 (it was admitted)
        head = (
            f"HTTP/1.1 200 OK\r\nServer: {SERVER}\r\nDate: {http_date()}\r\n"
            f"Connection: {'keep-alive' if is_kept else 'close'}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
            f"{self._fixed}X-RateLimit-Limit: {call.window.amount}\r\n"
            f"X-RateLimit-Remaining: {call.window.remaining}\r\n"
            f"X-RateLimit-Reset: {call.window.reset_at}\r\n"
            f"{HEADER}: {call.request_id}\r\nVary: Cookie\r\n\r\n"
        )
        return head.encode("latin-1") + body
