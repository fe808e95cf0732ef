"""The filtered stream against a server of our own that speaks the documented API."""

import json
import queue
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.db.tables import ConnectorState, Tweet
from airparadis.domain.radar.x_stream import Fault, Rule, pause_after, plan_rules, read_line
from airparadis.services.radar.connectors import x_listening
from airparadis.services.radar.connectors.x_connection import XStream
from airparadis.services.radar.connectors.x_listening import Listener, is_heard
from airparadis.services.radar.connectors.x_search import XSearch
from tests.services.radar.connectors.test_x_search import USER, FakeX, Handler, tweet
from tests.support.fakes import FakeClassifier
from tests.support.streams import NOON, stream

END = b""
KEEP_ALIVE = b"\r\n"


class FakeStream(FakeX):
    """Search as before, beside it rules and one stream that sends what is put into `lines`."""

    def __init__(self) -> None:
        super().__init__()
        self.RequestHandlerClass = StreamHandler
        self.rules: list[dict[str, str]] = []
        self.most_rules = 25
        self.lines = queue.Queue[bytes]()
        self.opened = 0
        self.refused: list[tuple[int, dict[str, str]]] = []
        """What the next attempts to open it are answered."""

    def send(self, number: int, tags: list[str]) -> None:
        rules = [{"id": "1", "tag": tag} for tag in tags]
        body = {"data": tweet(number), "includes": {"users": [USER]}, "matching_rules": rules}
        self.lines.put(json.dumps(body).encode() + b"\r\n")


class StreamHandler(Handler):
    server: FakeStream
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # noqa: N802 (the library's name)
        path = urlsplit(self.path).path
        if path.endswith("/rules"):
            meta = {"sent": "2026-06-01T12:00:00.000Z"}
            body = {"meta": meta} | ({"data": self.server.rules} if self.server.rules else {})
            return self.answer(200, json.dumps(body), {})
        return self.stream() if path.endswith("/stream") else super().do_GET()

    def do_POST(self) -> None:  # noqa: N802
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        rules = self.server.rules
        gone = body.get("delete", {}).get("ids", [])
        rules[:] = [each for each in rules if each["id"] not in gone]
        for each in body.get("add", [])[: self.server.most_rules - len(rules)]:
            rules.append(each | {"id": str(len(self.server.asked) + 100 + len(rules))})
        self.answer(201, json.dumps({"meta": {"summary": {}}}), {})

    def answer(self, status: int, body: str, headers: dict[str, str]) -> None:
        super().answer(status, body, headers | {"Content-Length": str(len(body.encode()))})

    def stream(self) -> None:
        if self.server.refused:
            status, headers = self.server.refused.pop(0)
            return self.answer(status, "", headers)
        self.server.opened += 1
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        with suppress(ConnectionError):  # the listener has left
            while (line := self.next_line()) != END:
                self.wfile.write(b"%x\r\n%b\r\n" % (len(line), line))
                self.wfile.flush()
            self.wfile.write(b"0\r\n\r\n")
        self.close_connection = True
        return None

    def next_line(self) -> bytes:
        try:
            return self.server.lines.get(timeout=0.2)
        except queue.Empty:
            return KEEP_ALIVE


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(x_listening, "PATIENCE_SECONDS", 0.1)


@pytest.fixture
def x() -> Iterator[FakeStream]:
    with FakeStream() as server:
        server.count = 0
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.lines.put(END)
        server.shutdown()
        thread.join()


class Run:
    """A listener by a clock that `wait` moves on; ends once `until` holds."""

    def __init__(self, session: Session, x: FakeStream) -> None:
        url = f"http://127.0.0.1:{x.server_port}"
        self.now = NOON
        self.waited: list[float] = []
        self.looks = 0
        api, search = XStream(url, "secret", 5), XSearch(url, "secret", 5)
        self.listener = Listener(session, api, search, FakeClassifier)

    def until(self, done: Callable[[], bool], seconds_a_look: float = 0) -> None:
        def keep_on() -> bool:
            self.looks += 1
            self.now += timedelta(seconds=seconds_a_look)
            assert self.looks < 2_000, "it never came to it"
            return not done()

        self.listener.listen(lambda: self.now, keep_on, self.wait)

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += timedelta(seconds=seconds)


def numbers(session: Session) -> list[str]:
    return list(session.scalars(select(Tweet.source_id).order_by(Tweet.source_id)))


def since_id(session: Session) -> str | None:
    state = session.get(ConnectorState, (1, "x"), populate_existing=True)
    return state.since_id if state else None


def test_rules_are_made_gaps_filled_and_tweets_stored(session: Session, x: FakeStream) -> None:
    stream(session)
    x.count = 3
    x.rules.append({"id": "9", "value": "cats", "tag": "somebody else's"})
    x.rules.append({"id": "8", "value": "old", "tag": "airparadis:77"})
    x.send(4, ["airparadis:1"])
    Run(session, x).until(lambda: "4" in numbers(session))
    assert numbers(session) == ["1", "2", "3", "4"]
    assert {(each["tag"], each["value"]) for each in x.rules} == {
        ("somebody else's", "cats"),
        ("airparadis:1", '"air france"'),
    }
    assert since_id(session) == "4"
    assert is_heard(session, NOON + timedelta(minutes=1))
    assert not is_heard(session, NOON + timedelta(minutes=3))


def test_what_comes_between_two_connections_is_searched_for(
    session: Session, x: FakeStream
) -> None:
    stream(session)
    run = Run(session, x)
    x.send(1, ["airparadis:1"])
    run.until(lambda: numbers(session) == ["1"], seconds_a_look=5)
    x.count = 3  # 2 and 3 came while nobody listened
    x.lines.put(END)
    x.lines.put(END)
    run.until(lambda: x.opened >= 2 and numbers(session) == ["1", "2", "3"], seconds_a_look=5)
    assert x.asked[-1]["since_id"] == "1"


def test_a_search_that_fails_keeps_the_place_until_it_succeeds(
    session: Session, x: FakeStream
) -> None:
    stream(session)
    x.count = 2
    x.refusals[1] = (503, {}, "")
    places: list[str | None] = []
    x.send(5, ["airparadis:1"])

    def is_over() -> bool:
        if "5" in numbers(session) and since_id(session) not in places:
            places.append(since_id(session))
            if places[-1] == "2":  # the search has succeeded: from now on the stream moves on
                x.send(6, ["airparadis:1"])
        return "6" in places

    Run(session, x).until(is_over, seconds_a_look=10)
    assert places == [None, "2", "6"]
    assert numbers(session) == ["1", "2", "5", "6"]


def test_a_stream_made_meanwhile_gets_its_rule(session: Session, x: FakeStream) -> None:
    stream(session)
    run = Run(session, x)
    run.until(lambda: len(x.rules) == 1)
    stream(session, "Delta", ["delta"])
    run.until(lambda: len(x.rules) == 2, seconds_a_look=20)


def test_a_stream_without_room_for_its_rule_is_searched_for(
    session: Session, x: FakeStream
) -> None:
    stream(session)
    x.most_rules, x.count = 0, 2
    run = Run(session, x)
    run.until(lambda: numbers(session) == ["1", "2"])
    x.count = 3
    run.until(lambda: numbers(session) == ["1", "2", "3"], seconds_a_look=20)


def test_refusals_are_waited_out_as_x_asks(session: Session, x: FakeStream) -> None:
    stream(session)
    reset = (NOON + timedelta(minutes=7)).timestamp()
    x.refused = [(503, {}), (503, {}), (429, {"x-rate-limit-reset": f"{reset:.0f}"})]
    run = Run(session, x)
    run.until(lambda: x.opened == 1 and is_heard(session, run.now))
    assert run.waited[:2] == [5, 10]
    assert run.now >= NOON + timedelta(minutes=7)


def test_an_end_that_is_announced_is_an_end(session: Session, x: FakeStream) -> None:
    stream(session)
    run = Run(session, x)
    x.send(1, ["airparadis:1"])
    x.lines.put(b'{"errors":[{"title":"operational-disconnect"}]}\r\n')
    run.until(lambda: bool(run.waited))
    assert numbers(session) == ["1"]
    state = session.get(ConnectorState, (1, x_listening.CONNECTOR))
    assert state is not None
    assert state.last_error == "operational-disconnect"
    assert not is_heard(session, run.now)


def test_nobody_there_is_no_catastrophe_and_names_no_token(session: Session) -> None:
    stream(session)
    with FakeStream() as gone:
        pass
    run = Run(session, gone)
    run.until(lambda: len(run.waited) == 3)
    assert run.waited == [0.25, 0.5, 0.75]
    state = session.get(ConnectorState, (1, x_listening.CONNECTOR))
    assert state is not None
    assert "secret" not in (state.last_error or "")


@pytest.mark.parametrize(
    ("fault", "first", "second", "most"),
    [
        (Fault.LOST, 0, 0, 0),
        (Fault.NETWORK, 0.25, 0.5, 16),
        (Fault.HTTP, 5, 10, 320),
        (Fault.RATE, 60, 120, 3600),
    ],
)
def test_pauses_grow_as_documented(fault: Fault, first: float, second: float, most: float) -> None:
    pauses = [pause_after(fault, failures).total_seconds() for failures in (1, 2, 1000)]
    assert pauses == [first, second, most]


def test_rules_that_are_right_are_left_alone() -> None:
    plan = plan_rules([Rule("1", "a", "airparadis:1"), Rule("2", "old", "airparadis:2")], {1: "a"})
    assert (plan.delete, plan.add) == (["2"], [])
    assert plan_rules([], {3: "q"}).add == [{"value": "q", "tag": "airparadis:3"}]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"no json",
        b"[]",
        b"{}",
        b'{"data": []}',
        b'{"data": {"id": "1"}}',
        b'{"data": {}}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_tweet_is_passed_over(text: bytes) -> None:
    assert read_line(text, NOON) is None


def test_a_line_names_the_streams_whose_rules_it_met() -> None:
    body: dict[str, Any] = {"data": tweet(1)}
    body["matching_rules"] = [{"tag": "airparadis:4"}, {"tag": "other"}, {"id": "3"}]
    line = read_line(json.dumps(body).encode(), datetime.now(NOON.tzinfo))
    assert line is not None
    assert line.streams == {4}
