"""A call that is answered without Flask gets the answer of Flask."""

import json
import sqlite3
from collections.abc import Callable, Iterator

import pytest
from flask import Flask, request_started
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from airparadis.config.settings import Config
from airparadis.db.tables import Prediction
from airparadis.lib.errors import ModelUnavailableError
from airparadis.web.api.plain_call import PATH
from airparadis.web.extensions import db
from airparadis.web.runtime import runtime_of
from tests.support.applications import AppPool

BY_FLASK = {"Cookie": "any=1"}
OWN = {"X-Request-ID", "X-RateLimit-Remaining", "X-RateLimit-Reset"}
"""Headers that differ from call to call."""

tweets = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["", " ", "\0", "\ud800", "great flight", "x" * 5_001, " génial ❤ "]),
)
values = st.one_of(tweets, st.none(), st.integers(), st.lists(tweets, max_size=2))
bodies = st.one_of(
    st.dictionaries(st.sampled_from(["text", "texts", "other"]), values, max_size=2).map(
        lambda body: json.dumps(body).encode()
    ),
    tweets.map(lambda text: json.dumps({"text": text}).encode()),
    st.binary(max_size=20),
    st.sampled_from(
        [b"", b"[" * 4_000, b'{"text": "a", "text": "b"}', b'"text"', b'{"text": NaN}']
    ),
)
kinds = st.sampled_from(
    ["application/json", "application/json; charset=utf-8", "text/plain", "APPLICATION/JSON", ""]
)


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(body=bodies, kind=kinds, query=st.sampled_from(["", "", "explain=1", "odd=1"]))
def test_the_answer_is_that_of_flask(app: Flask, body: bytes, kind: str, query: str) -> None:
    client = app.test_client(use_cookies=False)  # its jar would take our cookie away

    def ask(headers: dict[str, str]) -> TestResponse:
        return client.post(PATH, data=body, content_type=kind, query_string=query, headers=headers)

    plain, by_flask = ask({}), ask(BY_FLASK)
    assert plain.status_code == by_flask.status_code
    assert told(plain) == told(by_flask)
    assert headers_of(plain) == headers_of(by_flask)


def told(response: TestResponse) -> object:
    body = response.get_json()
    return [
        {name: value for name, value in part.items() if name not in {"id", "created_at"}}
        for part in body.get("predictions", [body])
    ]


def headers_of(response: TestResponse) -> set[tuple[str, str]]:
    same_length = OWN | {"Content-Length"}  # of times, whose zeros are left out
    return {(name, value) for name, value in response.headers if name not in same_length}


@pytest.fixture
def asks_flask(app: Flask) -> Iterator[Callable[[], int]]:
    """Count the requests that Flask itself has seen."""
    seen = []

    def note(_: Flask, **__: object) -> None:
        seen.append(1)

    with request_started.connected_to(note, app):
        yield lambda: len(seen)


def test_a_plain_call_does_not_ask_flask(app: Flask, asks_flask: Callable[[], int]) -> None:
    client = app.test_client(use_cookies=False)
    answer = client.post(PATH, json={"text": "great flight"}, headers={"X-Request-ID": "mine"})
    assert (answer.status_code, asks_flask()) == (200, 0)
    assert answer.headers["X-Request-ID"] == "mine"
    with app.app_context():
        stored = db.session.scalar(select(Prediction))
        assert stored is not None
        assert (str(stored.public_id), stored.text) == (answer.get_json()["id"], "great flight")
    assert client.post(PATH, json={"text": "great flight"}, headers=BY_FLASK).status_code == 200
    assert asks_flask() == 1


def _busy() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return error


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ModelUnavailableError("none"), 503),
        (OperationalError("add", None, _busy()), 503),
        (ZeroDivisionError(), 500),
    ],
)
def test_what_fails_is_told_by_flask_and_tried_once(
    app: Flask, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    tried = []

    def fail(*_: object) -> None:
        tried.append(1)
        raise error

    app.testing = False
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr(runtime_of(app).predictor, "predict", fail)
    answer = app.test_client().post(PATH, json={"text": "great flight"})
    assert (answer.status_code, len(tried)) == (status, 1)
    assert answer.get_json()["error"]["message"]
    assert (
        int(answer.headers["X-RateLimit-Remaining"]) == int(answer.headers["X-RateLimit-Limit"]) - 1
    )


def test_calls_of_both_ways_are_counted_together(config: Config, app_pool: AppPool) -> None:
    app = app_pool.app(config.model_copy(update={"rate_limit_api": "3/minute"}))
    client = app.test_client(use_cookies=False)
    answers = [
        client.post(PATH, json={"text": "late"}, headers=headers)
        for headers in ({}, BY_FLASK, {}, {}, BY_FLASK)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert [answer.headers["X-RateLimit-Remaining"] for answer in answers[:3]] == ["2", "1", "0"]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Prediction)) == 3


@pytest.mark.parametrize(
    ("setting", "status"),
    [({"allowed_hosts": ("radar.example",)}, 400), ({"api_key_required": True}, 401)],
)
def test_a_strange_host_and_a_missing_key_are_refused(
    config: Config, app_pool: AppPool, setting: dict[str, object], status: int
) -> None:
    client = app_pool.app(config.model_copy(update=setting)).test_client()
    assert client.post(PATH, json={"text": "late"}).status_code == status
