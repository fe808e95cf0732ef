"""The one call that comes by the thousand, answered without Flask: a single tweet to score.

A quarter of the processor time of such a call is what Flask and its extensions do for every
request, whether it needs it or not. Only what is plain in every respect is answered here; anything
else, and whatever goes wrong, goes on to Flask, which answers as if this were not there
(decision 17).
"""

import time
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

import structlog
from flask import Flask
from werkzeug.wsgi import get_host

from airparadis.db.tables import NewPrediction, Source
from airparadis.domain.predictions.tweet import InvalidTweetError, parse_tweet
from airparadis.lib.clock import utc_now
from airparadis.lib.json_text import parse_json
from airparadis.lib.rate_limit import RateLimitError, Window
from airparadis.web.access.limits import address_of
from airparadis.web.access.security import is_ours
from airparadis.web.api.prediction_schemas import PredictionReply
from airparadis.web.api.work import BYTES_OF_A_TWEET, FAILED, FailedCall, take, window_headers
from airparadis.web.request_log import HEADER, log_request, request_id
from airparadis.web.runtime import Runtime, runtime_of
from airparadis.web.urls import API_PREFIX

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

PATH = f"{API_PREFIX}/predict"
ENDPOINT = "api.predict"
_NOT_PLAIN = ("HTTP_AUTHORIZATION", "HTTP_COOKIE", "HTTP_CONTENT_ENCODING", "QUERY_STRING")
"""Parts of a request that take it to Flask if they are there and not empty."""


class PlainCalls:
    """WSGI middleware: scores a single tweet that comes without key, cookie or options."""

    def __init__(self, app: Flask) -> None:
        """Stands right before `app.wsgi_app`, inside whatever corrects addresses and hosts."""
        self._flask = app
        self._app: WSGIApplication = app.wsgi_app

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        if environ["PATH_INFO"] != PATH or not self._is_plain(environ):
            return self._app(environ, start_response)
        started = time.perf_counter()
        sent = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        environ["wsgi.input"] = BytesIO(sent)
        text = _tweet(sent)
        window = None if text is None else self._count(environ)
        if text is None or window is None:
            return self._app(environ, start_response)
        name = environ["HTTP_X_REQUEST_ID"] = request_id(environ.get("HTTP_X_REQUEST_ID", ""))
        with structlog.contextvars.bound_contextvars(request_id=name):
            try:
                prediction = self._score(text)
            except Exception as error:  # Flask tells the client, and logs it
                environ[FAILED] = FailedCall(window, error)
                return self._app(environ, start_response)
            body = PredictionReply.of(prediction).model_dump_json().encode()
            self._note(len(body), time.perf_counter() - started)
        start_response("200 OK", _headers(body, window, name))
        return [body]

    @property
    def _runtime(self) -> Runtime:
        return runtime_of(self._flask)

    def _is_plain(self, environ: "WSGIEnvironment") -> bool:
        config = self._runtime.config
        length = environ.get("CONTENT_LENGTH", "")
        return (
            environ["REQUEST_METHOD"] == "POST"
            and environ.get("CONTENT_TYPE") == "application/json"
            and length.isascii()
            and length.isdecimal()
            and int(length) < BYTES_OF_A_TWEET
            and not any(environ.get(name) for name in _NOT_PLAIN)
            and not config.api_key_required
            and (not config.hosts or is_ours(get_host(environ), config.hosts))
        )

    def _count(self, environ: "WSGIEnvironment") -> Window | None:
        try:
            return take(self._runtime, address_of(environ), 1)
        except RateLimitError:
            return None

    def _score(self, text: str) -> NewPrediction:
        with self._flask.app_context():
            [prediction] = self._runtime.predictor.predict([text], Source.API, utc_now())
        return prediction

    def _note(self, n_bytes: int, seconds: float) -> None:
        self._runtime.metrics.observe_request(ENDPOINT, "POST", 200, seconds)
        if self._runtime.config.access_log:
            log_request("POST", PATH, 200, seconds, n_bytes)


def _tweet(sent: bytes) -> str | None:
    """The tweet of a body that is `{"text": …}` and nothing else; None if anything is odd."""
    try:
        body: Any = parse_json(sent)
        if isinstance(body, Mapping) and body.keys() == {"text"} and isinstance(body["text"], str):
            return parse_tweet(body["text"])
    except (InvalidTweetError, ValueError):
        pass
    return None


def _headers(body: bytes, window: Window, name: str) -> list[tuple[str, str]]:
    return [
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(body))),
        *window_headers(window),
        (HEADER, name),
    ]
