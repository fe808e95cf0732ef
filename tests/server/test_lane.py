"""The lane answers as Flask does, and Flask answers all that is not plain."""

import json
import logging
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from airparadis.config.settings import Config
from airparadis.db.tables import ApiKey, NewPrediction, Prediction
from airparadis.domain.accounts.policy import Scope
from airparadis.lib.clock import utc_now
from airparadis.lib.json_logs import JsonFormatter
from airparadis.services.accounts import api_keys
from airparadis.web.extensions import db
from airparadis.web.runtime import Runtime
from tests.conftest import running
from tests.support.fakes import FakeClassifier
from tests.support.serving import PATIENCE_SECONDS, Served, serving, stop
from tests.support.talk import TWEET, Answer, Reader, ask, plain, request

NEVER_THE_SAME = {"Date", "X-Request-ID", "X-RateLimit-Remaining", "X-RateLimit-Reset"}
LINE = b"POST /api/v1/predict HTTP/1.1"


@pytest.fixture
def served(app: Flask) -> Iterator[Served]:
    """The application with its lane."""
    with serving(app) as served:
        yield served


@pytest.fixture
def through_flask(app: Flask) -> Iterator[Served]:
    """The same application without."""
    with serving(app) as served:
        served.worker.lane = None
        yield served


def of(answer: Answer | None) -> Answer:
    assert answer is not None, "no answer"
    return answer


def seen(answer: Answer | None) -> Any:
    """What must be the same on both ways."""
    if answer is None:
        return None
    headers = [(name, None if name in NEVER_THE_SAME else value) for name, value in answer.headers]
    said = answer.json if answer.body else None
    made = said.get("predictions", [said]) if isinstance(said, dict) else []
    for each in made:
        each |= {name: len(each[name]) for name in ("id", "created_at") if name in each}
    return answer.line, headers, said


def stored(app: Flask) -> int:
    with app.app_context():
        count = db.session.scalar(select(func.count()).select_from(Prediction)) or 0
        db.session.remove()
    return count


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


# What clients may send: mostly plain, with one thing or another out of the way.
texts = st.text(max_size=30) | st.sampled_from(["I love it", "@you", "x" * 1000, "x" * 1001, " "])
bodies = st.one_of(
    texts.map(lambda text: _json({"text": text})),
    st.lists(texts, max_size=3).map(lambda many: _json({"texts": many})),
    st.sampled_from(
        [
            b"",
            b"null",
            b"[]",
            b'{"text": 1}',
            b'{"text": null}',
            b'{"text": "a", "texts": null}',
            b'{"text": "a", "text": "I hate it"}',
            b'{"text": "a", "more": 1}',
            b'{"text": "\\ud800"}',
            b'{"text": "\xff"}',
            b'{"text": "a"} ',
            b'{"text": "a"}}',
            '{"text": "déjà vu, I love it"}'.encode("utf-16"),
            b'\xef\xbb\xbf{"text": "a"}',
            b"[" * 10_000,
        ]
    ),
)
first_lines = st.sampled_from(
    [LINE] * 12
    + [
        b"GET /api/v1/predict HTTP/1.1",
        b"HEAD /api/v1/predict HTTP/1.1",
        b"POST /api/v1/predict HTTP/1.0",
        b"POST /api/v1/predict?explain=true HTTP/1.1",
        b"POST /api/v1/predict?explain=maybe HTTP/1.1",
        b"POST /api/v1/predict/ HTTP/1.1",
        b"POST http://127.0.0.1/api/v1/predict HTTP/1.1",
        b"post /api/v1/predict HTTP/1.1",
        b"POST  /api/v1/predict HTTP/1.1",
        b"POST /api/v1/predict HTTP/2.0",
    ]
)
hosts = st.sampled_from(
    [b"Host: 127.0.0.1"] * 8
    + [b"Host: localhost:80", b"HOST:127.0.0.1", b"Host: evil.example", b"Host: a b", b"X-No: host"]
)
types = st.sampled_from(
    [b"Content-Type: application/json"] * 8
    + [
        b"content-type: Application/JSON; charset=utf-8",
        b"Content-Type: application/problem+json",
        b"Content-Type: text/plain",
        b"Content-Type: application/json; charset=latin-1",
        b"Accept: */*",
    ]
)
others = st.lists(
    st.sampled_from(
        [
            b"Connection: keep-alive",
            b"Connection: close",
            b"Connection: Upgrade",
            b"User-Agent: curl/8.0",
            b"Accept: text/html",
            b"Accept-Language: fr",
            b"X-Request-ID: abc-123",
            b"X-Request-ID: not one of ours",
            b"Cookie: session=abc",
            b"Cookie: language=fr",
            b"Authorization: Bearer nobody",
            b"Authorization: Basic YTpi",
            b"Authorization: bearer",
            b"X-Forwarded-For: 10.1.2.3",
            b"X_Forwarded_For: 10.1.2.3",
            b"Script_Name: /elsewhere",
            b"Transfer-Encoding: identity",
            b"Content-Encoding: gzip",
            b"Content-Length: 3",
            b"Expect: 200-ok",
            b"Bad Name: 1",
            b"Latin: \xe9\xff",
            b" folded",
            b"Host: 127.0.0.1",
            b"Huge: " + b"a" * 9_000,
        ]
    ),
    max_size=2,
)


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


@settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(line=first_lines, host=hosts, kind=types, more=others, body=bodies)
def test_whatever_is_sent_is_answered_as_without_the_lane(
    served: Served,
    through_flask: Served,
    line: bytes,
    host: bytes,
    kind: bytes,
    more: Sequence[bytes],
    body: bytes,
) -> None:
    sent = request(line, host, kind, b"Content-Length: %d" % len(body), *more, body=body)
    with served.connect() as here, through_flask.connect() as there:
        assert seen(ask(here, sent)) == seen(ask(there, sent))


def test_plain_requests_ask_no_thread(served: Served, app: Flask) -> None:
    with served.connect() as client:
        for number in range(5):
            answer = of(ask(client, plain(b'{"text": "I love it %d"}' % number)))
            assert answer.json["label"] == "positive"
        assert served.threads_asked == 0
        assert of(ask(client, plain(b'{"texts": ["I love it"]}'))).status == 200
        assert served.threads_asked == 1
    assert stored(app) == 6


def test_predictions_are_stored_as_answered(served: Served, app: Flask) -> None:
    with served.connect() as client:
        said = [of(ask(client, plain(body))).json for body in (TWEET, b'{"text": "@you"}')]
    with app.app_context():
        rows = db.session.scalars(select(Prediction).order_by(Prediction.id)).all()
        assert [str(row.public_id) for row in rows] == [each["id"] for each in said]
        assert [row.label for row in rows] == [each["label"] for each in said]
        assert [row.reason for row in rows] == [each["reason"] for each in said]
        db.session.remove()


def test_a_client_that_does_not_wait_gets_all_answers_in_order(served: Served) -> None:
    tweets = [plain(b'{"text": "I %s it"}' % word) for word in (b"love", b"hate", b"love")]
    mixed = [tweets[0], request(b"GET /api/v1/model HTTP/1.1", b"Host: 127.0.0.1"), *tweets[1:]]
    with served.connect() as client:
        client.sendall(b"".join(mixed))
        reader = Reader(client)
        answers = [of(reader.answer()).json for _ in mixed]
    assert [each.get("label") for each in answers] == ["positive", None, "negative", "positive"]


def test_a_connection_ends_when_its_client_says_so(served: Served) -> None:
    with served.connect() as client:
        client.sendall(plain(TWEET, b"Connection: close"))
        reader = Reader(client)
        assert of(reader.answer()).header("Connection") == "close"
        assert reader.answer() is None


def test_a_client_that_reads_nothing_does_not_stop_others(app: Flask) -> None:
    asked = 100
    with serving(app, send_buffer=4096) as served, socket.socket() as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        deaf.connect(("127.0.0.1", served.port))
        deaf.settimeout(PATIENCE_SECONDS)
        deaf.sendall(plain() * asked)
        wait_until(lambda: bool(served.worker.sending))
        with served.connect() as client:
            for _ in range(3):
                assert of(ask(client, plain())).status == 200
        assert served.worker.sending
        reader = Reader(deaf)
        assert [of(reader.answer()).status for _ in range(asked)] == [200] * asked
        assert not served.worker.sending
    assert stored(app) == asked + 3


def test_a_client_that_never_reads_is_let_go(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("airparadis.server.lane.worker.SEND_SECONDS", 0.5)
    with serving(app, send_buffer=4096) as served, socket.socket() as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        deaf.connect(("127.0.0.1", served.port))
        deaf.sendall(plain() * 100)
        wait_until(lambda: bool(served.worker.sending))
        wait_until(lambda: served.worker.nr_conns == 0)


@pytest.fixture
def limited(config: Config) -> Iterator[Flask]:
    settings = {"rate_limit_api": "5/hour"}
    with running(config.model_copy(update=settings), FakeClassifier()) as app:
        yield app


def limit_seen(answer: Answer) -> tuple[int, str | None, str | None]:
    remaining = answer.header("X-RateLimit-Remaining")
    return answer.status, answer.header("X-RateLimit-Limit"), remaining


def test_calls_are_limited_as_without_the_lane(limited: Flask) -> None:
    def sequence(served: Served, address: str) -> list[tuple[int, str | None, str | None]]:
        with served.connect(address) as client:
            return [limit_seen(of(ask(client, plain()))) for _ in range(7)]

    with serving(limited) as here, serving(limited) as there:
        there.worker.lane = None
        mine = sequence(here, "127.0.0.2")
        assert mine == sequence(there, "127.0.0.3")
        assert [status for status, *_ in mine] == [200] * 5 + [429] * 2
    assert stored(limited) == 10


def test_both_ways_count_together(limited: Flask) -> None:
    many = plain(b'{"texts": ["I love it"]}')
    with serving(limited) as served, served.connect() as client:
        found = [of(ask(client, each)).status for each in (plain(), many, plain(), many, plain())]
        assert found == [200] * 5
        assert [of(ask(client, each)).status for each in (plain(), many)] == [429, 429]


def test_many_at_once_are_never_more_than_the_limit(limited: Flask) -> None:
    with serving(limited) as served, ExitStack() as stack:
        clients = [stack.enter_context(served.connect()) for _ in range(12)]
        for client in clients:
            client.sendall(plain())
        found = [of(Reader(client).answer()).status for client in clients]
    assert sorted(found) == [200] * 5 + [429] * 7
    assert stored(limited) == 5


def test_behind_a_proxy_its_clients_are_counted_one_by_one(config: Config) -> None:
    settings = {"rate_limit_api": "2/hour", "trusted_proxies": 1}
    with running(config.model_copy(update=settings), FakeClassifier()) as app:
        with serving(app) as served, served.connect() as client:

            def ask_for(address: bytes, host: bytes = b"127.0.0.1") -> int:
                forwarded = (b"X-Forwarded-For: " + address, b"X-Forwarded-Host: " + host)
                return of(ask(client, plain(TWEET, *forwarded))).status

            assert [ask_for(b"10.0.0.1") for _ in range(3)] == [200, 200, 429]
            assert ask_for(b"10.0.0.2") == 200
            assert ask_for(b"10.0.0.3", b"evil.example") == 400
        assert served.threads_asked == 2


@pytest.fixture
def keys(app: Flask) -> dict[str, str]:
    """API keys by what is the matter with them."""
    now = utc_now()
    with app.app_context():
        session = db.session()
        made = {
            "good": api_keys.create(session, "good", now),
            "of another scope": api_keys.create(session, "votes", now, [Scope.FEEDBACK]),
            "expired": api_keys.create(session, "old", now, expires_at=now - timedelta(days=1)),
            "revoked": api_keys.create(session, "revoked", now),
            "none": "ap_nobody",
        }
        session.commit()
        revoked = api_keys.find_by_name(session, "revoked")
        assert revoked
        api_keys.revoke(session, revoked, now)
        session.commit()
        db.session.remove()
    return made


def test_keys_open_what_they_do_without_the_lane(
    served: Served, through_flask: Served, keys: dict[str, str]
) -> None:
    found = {}
    with served.connect() as here, through_flask.connect() as there:
        for name, key in keys.items():
            sent = plain(TWEET, b"Authorization: Bearer " + key.encode())
            assert seen(ask(here, sent)) == seen(ask(there, sent))
            found[name] = of(ask(here, sent)).status
    assert found.pop("good") == 200
    assert found.pop("of another scope") == 403
    assert set(found.values()) == {401}


def test_a_key_in_use_is_noted_by_flask_and_then_takes_the_lane(
    served: Served, app: Flask, keys: dict[str, str]
) -> None:
    sent = plain(TWEET, b"Authorization: Bearer " + keys["good"].encode())
    with served.connect() as client:
        for _ in range(4):
            assert of(ask(client, sent)).status == 200
    assert served.threads_asked == 1
    with app.app_context():
        used = db.session.scalar(select(ApiKey.last_used_at).where(ApiKey.name == "good"))
        db.session.remove()
    assert used is not None


def test_a_key_revoked_meanwhile_opens_nothing(
    served: Served, app: Flask, keys: dict[str, str]
) -> None:
    sent = plain(TWEET, b"Authorization: Bearer " + keys["good"].encode())
    with served.connect() as client:
        assert [of(ask(client, sent)).status for _ in range(2)] == [200, 200]
        with app.app_context():
            good = api_keys.find_by_name(db.session(), "good")
            assert good
            api_keys.revoke(db.session(), good, utc_now())
            db.session.commit()
            db.session.remove()
        assert of(ask(client, sent)).status == 401


def test_where_a_key_is_required_nobody_is_scored_without(config: Config) -> None:
    changed = config.model_copy(update={"api_key_required": True})
    with running(changed, FakeClassifier()) as app:
        with serving(app) as served, served.connect() as client:
            assert of(ask(client, plain())).status == 401
        assert stored(app) == 0


def in_the_lane() -> bool:
    return threading.current_thread().name == "lane"


@pytest.fixture
def ledger(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], object]]:
    """What happens in the lane before something is stored there; nothing, unless a test says so."""
    first: list[Callable[[], object]] = []
    runtime: Runtime = app.extensions["airparadis"]
    add = runtime.ledger.add

    def tampered(predictions: Sequence[NewPrediction]) -> None:
        if in_the_lane():
            for each in first:
                each()
        add(predictions)

    monkeypatch.setattr(runtime.ledger, "add", tampered)
    return first


def _fail() -> None:
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    raise OperationalError("add predictions", None, full)


def test_what_the_lane_cannot_store_goes_the_ordinary_way_and_is_counted_once(
    served: Served, app: Flask, ledger: list[Callable[[], object]]
) -> None:
    with served.connect() as client:
        before = of(ask(client, plain())).header("X-RateLimit-Remaining")
        ledger.append(_fail)
        answer = of(ask(client, plain()))
    assert answer.status == 200
    assert served.threads_asked == 1
    assert int(before or 0) - int(answer.header("X-RateLimit-Remaining") or 0) == 1
    assert stored(app) == 2


def test_what_cannot_be_stored_at_all_is_answered_as_ever(
    served: Served, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.extensions["airparadis"].ledger, "add", lambda _: _fail())
    with served.connect() as client:
        answer = of(ask(client, plain()))
    assert answer.status == 503
    assert answer.json["error"]["code"] == "unavailable"
    assert stored(app) == 0


def test_nobody_waits_behind_a_batch_that_is_stuck(
    served: Served, app: Flask, ledger: list[Callable[[], object]]
) -> None:
    is_over = threading.Event()
    ledger.append(lambda: is_over.wait(PATIENCE_SECONDS))
    with served.connect() as first, served.connect() as second, served.connect() as third:
        first.sendall(plain())
        time.sleep(0.2)
        second.sendall(plain())  # waits in the lane, until that turns out to be stuck
        assert of(Reader(second).answer()).status == 200
        assert of(ask(third, plain())).status == 200
        assert served.threads_asked == 2
        is_over.set()
        assert of(Reader(first).answer()).status == 200
    assert stored(app) == 3


def test_a_worker_that_stops_answers_what_is_in_the_lane(
    served: Served, app: Flask, ledger: list[Callable[[], object]]
) -> None:
    has_begun, may_go_on = threading.Event(), threading.Event()
    ledger.append(has_begun.set)
    ledger.append(lambda: may_go_on.wait(PATIENCE_SECONDS))
    with served.connect() as client:
        client.sendall(plain())
        assert has_begun.wait(PATIENCE_SECONDS)
        stop(served.worker)
        may_go_on.set()
        answer = of(Reader(client).answer())
    assert answer.status == 200
    assert stored(app) == 1


def test_both_ways_leave_the_same_counts_and_lines(
    served: Served, through_flask: Served, app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    metrics = app.extensions["airparadis"].metrics
    figures, lines = [], []
    formatter = JsonFormatter()
    for way in (served, through_flask):
        caplog.clear()
        before = _figures(metrics)
        with caplog.at_level(logging.INFO, "airparadis.access"), way.connect() as client:
            of(ask(client, plain(TWEET, b"X-Request-ID: one")))
        wait_until(lambda: bool(caplog.records))
        figures.append({name: now - before.get(name, 0) for name, now in _figures(metrics).items()})
        [record] = [each for each in caplog.records if each.name == "airparadis.access"]
        lines.append(formatter.format(record))
    assert _counted(figures[0]) == _counted(figures[1]) != {}
    assert _keys(lines[0]) == _keys(lines[1])


def _figures(metrics: Any) -> dict[str, float]:
    body, _ = metrics.exposition([])
    pairs = (line.rsplit(" ", 1) for line in body.decode().splitlines() if line[0] != "#")
    return {name: float(value) for name, value in pairs}


def _counted(figures: dict[str, float]) -> dict[str, float]:
    parts = ("_total", "_count")
    return {
        name: value
        for name, value in figures.items()
        if value and name.split("{")[0].endswith(parts)
    }


def _keys(line: str) -> dict[str, Any]:
    said = json.loads(line)
    timed = {"duration_ms", "timestamp", "request_id", "bytes"}
    return {name: None if name in timed else value for name, value in said.items()}


@pytest.mark.parametrize(
    "settings", [{"fast_lane": False}, {"rate_limit_api": "5/minute;100/hour"}], ids=str
)
def test_without_the_lane_flask_answers(config: Config, settings: dict[str, object]) -> None:
    with running(config.model_copy(update=settings), FakeClassifier()) as app:
        with serving(app) as served, served.connect() as client:
            assert of(ask(client, plain())).status == 200
        assert served.threads_asked == 1
