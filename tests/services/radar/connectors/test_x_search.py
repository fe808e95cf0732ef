"""The X connector against a server of our own that speaks the documented API."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.db.tables import ConnectorState, Tweet
from airparadis.domain.radar.x_api import MAX_PAUSE, MAX_QUERY, build_query, pause_after, read_page
from airparadis.services.radar.connectors.x_search import XSearch, fetch_all
from tests.support.fakes import FakeClassifier
from tests.support.streams import NOON, stream

PER_PAGE = 2


class FakeX(ThreadingHTTPServer):
    """Holds tweets 1 to `count`; the latest come first, two to a page."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.count = 5
        self.asked: list[dict[str, str]] = []
        self.refusals: dict[int, tuple[int, dict[str, str], str]] = {}
        """Status, headers and body, by number of the request."""


class Handler(BaseHTTPRequestHandler):
    server: FakeX

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        self.server.asked.append(asked | {"token": self.headers["Authorization"]})
        refusal = self.server.refusals.pop(len(self.server.asked), None)
        if refusal:
            status, headers, text = refusal
            return self.answer(status, text, headers)
        since, skip = int(asked.get("since_id", 0)), int(asked.get("next_token", 0))
        found = list(range(self.server.count, since, -1))
        shown, more = found[skip : skip + PER_PAGE], skip + PER_PAGE < len(found)
        meta: dict[str, Any] = {"result_count": len(shown)}
        meta |= {"newest_id": str(shown[0])} if shown else {}
        meta |= {"next_token": str(skip + PER_PAGE)} if more else {}
        body: dict[str, Any] = {"meta": meta}
        if shown:
            body["data"] = [tweet(number) for number in shown]
            body["includes"] = {"users": [USER]}
        return self.answer(200, json.dumps(body), {})

    def answer(self, status: int, body: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


USER = {"id": "9", "username": "lea", "public_metrics": {"followers_count": 40}}


def tweet(number: int) -> dict[str, Any]:
    at = NOON - timedelta(minutes=60 - number)
    return {
        "id": str(number),
        "text": f"air france lost bag number {number}",
        "created_at": f"{at:%Y-%m-%dT%H:%M:%S}.000Z",
        "lang": "en",
        "author_id": "9",
        "public_metrics": {"retweet_count": 2},
    }


@pytest.fixture
def x() -> Iterator[FakeX]:
    with FakeX() as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def fetch(session: Session, x: FakeX, minutes: float = 0) -> int:
    search = XSearch(f"http://127.0.0.1:{x.server_port}/", "secret")
    return fetch_all(session, search, FakeClassifier, NOON + timedelta(minutes=minutes))


def state(session: Session) -> ConnectorState:
    return session.scalars(select(ConnectorState)).one()


def test_all_pages_are_stored_and_the_place_is_kept(session: Session, x: FakeX) -> None:
    stream(session)
    assert fetch(session, x) == 5
    stored = session.scalars(select(Tweet).order_by(Tweet.created_at)).all()
    assert [(each.source, each.source_id) for each in stored] == [
        ("x", str(n)) for n in range(1, 6)
    ]
    assert (stored[0].author, stored[0].reach, stored[0].language) == ("lea", 42, "en")
    assert state(session).since_id == "5"
    assert x.asked[0]["query"] == '"air france"'
    assert x.asked[0]["token"] == "Bearer secret"


def test_the_next_fetch_asks_only_for_what_is_newer(session: Session, x: FakeX) -> None:
    stream(session)
    fetch(session, x)
    x.count = 7
    assert fetch(session, x, 1) == 2
    assert x.asked[-1]["since_id"] == "5"
    assert fetch(session, x, 2) == 0
    assert state(session).since_id == "7"


def test_a_rate_limit_is_kept_to_and_nothing_is_lost(session: Session, x: FakeX) -> None:
    stream(session)
    reset = NOON + timedelta(minutes=7)
    x.refusals[2] = (429, {"x-rate-limit-reset": f"{reset.timestamp():.0f}"}, "")
    assert fetch(session, x) == 2
    assert state(session).not_before == reset
    assert fetch(session, x, 6) == 0
    assert len(x.asked) == 2
    assert fetch(session, x, 7) == 3
    assert state(session).since_id == "5"
    assert state(session).failures == 0


def test_a_source_that_fails_is_left_alone_for_longer_each_time(session: Session, x: FakeX) -> None:
    stream(session)
    x.refusals = {1: (503, {}, ""), 2: (200, {}, "no json")}
    fetch(session, x)
    assert state(session).not_before == NOON + timedelta(minutes=1)
    fetch(session, x, 1)
    assert state(session).not_before == NOON + timedelta(minutes=3)
    assert state(session).last_error == "an answer that is none"
    assert fetch(session, x, 3) == 5


def test_a_place_too_old_for_the_source_is_given_up(session: Session, x: FakeX) -> None:
    stream(session)
    fetch(session, x)
    x.refusals[len(x.asked) + 1] = (400, {}, '{"errors": [{"message": "since_id is too old"}]}')
    fetch(session, x, 10_000)
    assert state(session).since_id is None


def test_a_server_that_is_gone_is_no_catastrophe(session: Session, x: FakeX) -> None:
    stream(session)
    search = XSearch("http://127.0.0.1:9/", "secret", 1)
    assert fetch_all(session, search, FakeClassifier, NOON) == 0
    assert "secret" not in (state(session).last_error or "")


@pytest.mark.parametrize(
    ("terms", "languages", "query"),
    [
        (["Air France"], [], '"air france"'),
        (["delta", "@Delta", "#AF447"], [], "(delta OR @delta OR #af447)"),
        (["delta", "-delta force"], ["en", "fr"], 'delta -"delta force" (lang:en OR lang:fr)'),
    ],
)
def test_terms_become_a_query(terms: list[str], languages: list[str], query: str) -> None:
    assert build_query(terms, languages) == query


@given(st.lists(st.text("abcdef", min_size=1, max_size=9), min_size=1, max_size=100))
def test_a_query_is_never_too_long(terms: list[str]) -> None:
    assert len(build_query(terms, ["en"])) <= MAX_QUERY


def test_pauses_grow_to_an_hour() -> None:
    pauses = [pause_after(failures) for failures in range(1, 30)]
    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(minutes=1)
    assert pauses[-1] == MAX_PAUSE


def test_what_is_no_tweet_is_left_out_of_a_page() -> None:
    body = {"data": [tweet(1), {"id": "2"}], "meta": {}}
    assert len(read_page(body, datetime(2026, 6, 2, tzinfo=UTC)).tweets) == 1
