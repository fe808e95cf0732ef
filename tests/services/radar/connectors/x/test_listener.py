"""The filtered stream against a server of our own that speaks the documented API."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.db.tables import ConnectorState, SourceState, Tweet
from airparadis.domain.radar.sources.source_faults import FaultKind, SourceFault
from airparadis.domain.radar.sources.x_stream import Rule, plan_rules, read_line, stream_pause
from airparadis.services.radar.connectors.connector import Intake
from airparadis.services.radar.connectors.x import listener
from airparadis.services.radar.connectors.x.client import XClient
from airparadis.services.radar.connectors.x.listener import Listener
from airparadis.services.radar.connectors.x.state import STREAM, is_heard
from airparadis.services.radar.connectors.x.stream import XStream
from tests.support.fakes import FakeClassifier
from tests.support.servers.fake_x import END, FakeX, running, tweet
from tests.support.streams import NOON, stream


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener, "PATIENCE_SECONDS", 0.1)


@pytest.fixture
def x() -> Iterator[FakeX]:
    with running() as server:
        server.count = 0
        yield server


class Run:
    """A listener by a clock that `wait` moves on; ends once `until` holds."""

    def __init__(self, session: Session, x: FakeX) -> None:
        self.session, self.now = session, NOON
        self.client = XClient(x.url, "secret", 5)
        self.waited: list[float] = []
        self.looks = 0

    def until(self, done: Callable[[], bool], seconds_a_look: float = 0) -> None:
        def keep_on() -> bool:
            self.looks += 1
            self.now += timedelta(seconds=seconds_a_look)
            assert self.looks < 2_000, "it never came to it"
            return not done()

        intake = Intake(self.session, FakeClassifier, lambda: self.now, keep_on, self.wait)
        Listener(intake, XStream(self.client), self.client).listen()

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += timedelta(seconds=seconds)


def numbers(session: Session) -> list[str]:
    return list(session.scalars(select(Tweet.source_id).order_by(Tweet.source_id)))


def since_id(session: Session) -> str | None:
    state = session.get(ConnectorState, (1, "x"), populate_existing=True)
    return state.since_id if state else None


def test_rules_are_made_gaps_filled_and_tweets_stored(session: Session, x: FakeX) -> None:
    stream(session)
    x.count = 3
    x.rules.append({"id": "9", "value": "cats", "tag": "somebody else's"})
    x.rules.append({"id": "8", "value": "old", "tag": "airparadis:77"})
    x.send(4, ["airparadis:1"])
    Run(session, x).until(lambda: "4" in numbers(session))
    assert numbers(session) == ["1", "2", "3", "4"]
    assert {(rule["tag"], rule["value"]) for rule in x.rules} == {
        ("somebody else's", "cats"),
        ("airparadis:1", '"air france"'),
    }
    assert since_id(session) == "4"
    assert is_heard(session, NOON + timedelta(minutes=1))
    assert not is_heard(session, NOON + timedelta(minutes=3))


def test_what_comes_between_two_connections_is_searched_for(session: Session, x: FakeX) -> None:
    stream(session)
    run = Run(session, x)
    x.send(1, ["airparadis:1"])
    run.until(lambda: numbers(session) == ["1"], seconds_a_look=5)
    x.count = 3  # 2 and 3 came while nobody listened
    x.lines.put(END)
    x.lines.put(END)
    run.until(lambda: x.opened >= 2 and numbers(session) == ["1", "2", "3"], seconds_a_look=5)
    assert x.asked[-1]["since_id"] == "1"


def test_a_search_that_fails_keeps_the_place_until_it_succeeds(session: Session, x: FakeX) -> None:
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


def test_a_stream_made_meanwhile_gets_its_rule(session: Session, x: FakeX) -> None:
    stream(session)
    run = Run(session, x)
    run.until(lambda: len(x.rules) == 1)
    stream(session, "Delta", ["delta"])
    run.until(lambda: len(x.rules) == 2, seconds_a_look=20)


def test_a_stream_without_room_for_its_rule_is_searched_for(session: Session, x: FakeX) -> None:
    stream(session)
    x.max_rules, x.count = 0, 2
    run = Run(session, x)
    run.until(lambda: numbers(session) == ["1", "2"])
    x.count = 3
    run.until(lambda: numbers(session) == ["1", "2", "3"], seconds_a_look=20)


def test_refusals_are_waited_out_as_x_asks(session: Session, x: FakeX) -> None:
    stream(session)
    reset = (NOON + timedelta(minutes=7)).timestamp()
    x.refused = [(503, {}), (503, {}), (429, {"x-rate-limit-reset": f"{reset:.0f}"})]
    run = Run(session, x)
    run.until(lambda: x.opened == 1 and is_heard(session, run.now))
    assert run.waited[:2] == [5, 10]
    assert run.now >= NOON + timedelta(minutes=7)


def test_an_end_that_is_announced_is_an_end(session: Session, x: FakeX) -> None:
    stream(session)
    run = Run(session, x)
    x.send(1, ["airparadis:1"])
    x.lines.put(b'{"errors":[{"title":"operational-disconnect"}]}\r\n')
    run.until(lambda: bool(run.waited))
    assert numbers(session) == ["1"]
    state = session.get(SourceState, STREAM, populate_existing=True)
    assert state is not None
    assert state.last_error == "operational-disconnect"
    assert not is_heard(session, run.now)


def test_nobody_there_is_no_catastrophe_and_names_no_token(session: Session) -> None:
    stream(session)
    with FakeX() as gone:
        pass
    run = Run(session, gone)
    run.until(lambda: len(run.waited) == 3)
    assert run.waited == [0.25, 0.5, 0.75]
    state = session.get(SourceState, STREAM)
    assert state is not None
    assert "secret" not in (state.last_error or "")


def test_a_rule_that_x_refuses_leaves_the_others_alone(session: Session, x: FakeX) -> None:
    stream(session)
    stream(session, "Delta", ["delta"])
    x.bad_values = {"delta"}
    run = Run(session, x)
    run.until(lambda: is_heard(session, run.now) and run.looks > 40, seconds_a_look=3)
    assert [rule["tag"] for rule in x.rules] == ["airparadis:1"]
    refused = session.get(ConnectorState, (2, STREAM), populate_existing=True)
    assert refused is not None
    assert refused.last_error == "HTTP 400 Invalid Request: One or more rules are invalid."
    assert refused.failures == 1, "it is not tried again every half minute"
    x.bad_values = set()
    run.until(lambda: len(x.rules) == 2 and run.looks > 80, seconds_a_look=60)
    assert session.get(ConnectorState, (2, STREAM), populate_existing=True) is None


@pytest.mark.parametrize(
    ("kind", "first", "second", "most"),
    [
        (FaultKind.NETWORK, 0.25, 0.5, 16),
        (FaultKind.SERVER, 5, 10, 320),
        (FaultKind.ACCESS, 5, 10, 3600),
        (FaultKind.RATE, 60, 120, 3600),
        (FaultKind.CAP, 3600, 7200, 86400),
    ],
)
def test_pauses_grow_as_documented(
    kind: FaultKind, first: float, second: float, most: float
) -> None:
    fault = SourceFault(kind)
    pauses = [stream_pause(fault, failures).total_seconds() for failures in (0, 1, 2, 1000)]
    assert pauses == [0, first, second, most]


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
