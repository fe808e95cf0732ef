"""Jetstream against a server of our own that speaks its documented protocol."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from airparadis.db.tables import ConnectorState, SourceState, StreamCount, Tweet
from airparadis.domain.radar.sources.bluesky import SOURCE
from airparadis.services.radar.connectors.bluesky import listener
from airparadis.services.radar.connectors.bluesky.jetstream import Jetstream
from airparadis.services.radar.connectors.bluesky.listener import Listener
from airparadis.services.radar.connectors.connector import Intake
from tests.support.fakes import FakeClassifier
from tests.support.servers.fake_jetstream import FakeJetstream, microseconds, post, running
from tests.support.streams import NOON, stream


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener, "PATIENCE_SECONDS", 0.05)


@pytest.fixture
def jetstream() -> Iterator[FakeJetstream]:
    with running() as server:
        yield server


class Run:
    """A listener by a clock that `wait` moves on; ends once `until` holds."""

    def __init__(self, session: Session, server: FakeJetstream) -> None:
        self.session, self.server, self.now = session, server, NOON
        self.waited: list[float] = []

    def until(self, done: Callable[[], bool], seconds_a_look: float = 0) -> None:
        looks = 0

        def keep_on() -> bool:
            nonlocal looks
            looks += 1
            self.now += timedelta(seconds=seconds_a_look)
            assert looks < 400, "it never came to it"
            return not done()

        intake = Intake(self.session, FakeClassifier, lambda: self.now, keep_on, self.wait)
        Listener(intake, Jetstream(self.server.url)).listen()

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += timedelta(seconds=seconds)


def stored(session: Session) -> list[str]:
    names = session.scalars(select(Tweet.source_id).order_by(Tweet.source_id)).all()
    session.rollback()
    return [name.rpartition("/3l3qo")[2].lstrip("0") for name in names]


def state(session: Session) -> SourceState:
    found = session.get(SourceState, SOURCE, populate_existing=True)
    assert found is not None
    return found


def test_posts_that_match_a_stream_are_stored(session: Session, jetstream: FakeJetstream) -> None:
    stream(session)
    like = post(2) | {"commit": {"operation": "create", "collection": "app.bsky.feed.like"}}
    gone = post(3) | {"commit": {"operation": "delete", "collection": "app.bsky.feed.post"}}
    jetstream.add(post(1), like, gone, post(4, "I had tea"), post(5, langs=["en", "fr"]))
    Run(session, jetstream).until(lambda: stored(session) == ["1", "5"])
    first, second = session.scalars(select(Tweet).order_by(Tweet.id))
    assert first.source == "bluesky"
    assert first.author == "did:plc:ewvi7nxzyoun6zhxrhs64oiz"
    assert first.created_at == NOON - timedelta(minutes=30) + timedelta(seconds=1)
    assert (first.language, second.language) == ("en", None)
    assert jetstream.asked[0]["wantedCollections"] == ["app.bsky.feed.post"]
    assert "cursor" not in jetstream.asked[0]


def test_a_lost_connection_is_taken_up_where_it_ended(
    session: Session, jetstream: FakeJetstream
) -> None:
    stream(session)
    jetstream.hang_up_after = [3, 4]
    jetstream.add(*(post(number) for number in range(1, 10)))
    run = Run(session, jetstream)
    run.until(lambda: len(stored(session)) == 9)
    assert stored(session) == [str(number) for number in range(1, 10)]
    assert len(jetstream.asked) == 3
    asked = int(jetstream.asked[1]["cursor"][0])
    assert asked == post(3)["time_us"] - 3_000_000  # what is sent again is stored once
    assert session.scalar(select(func.sum(StreamCount.tweets))) == 18  # by tick and by hour
    assert run.waited == [1, 2]


def test_the_place_outlives_a_restart(session: Session, jetstream: FakeJetstream) -> None:
    stream(session)
    jetstream.add(post(1), post(2))
    Run(session, jetstream).until(lambda: stored(session) == ["1", "2"])
    jetstream.add(post(3))
    Run(session, jetstream).until(lambda: stored(session) == ["1", "2", "3"])
    assert int(jetstream.asked[-1]["cursor"][0]) == post(2)["time_us"] - 3_000_000


def test_the_place_moves_on_without_any_match(session: Session, jetstream: FakeJetstream) -> None:
    stream(session)
    jetstream.add(post(1, "tea"), post(2, "coffee"))

    def is_kept() -> bool:
        found = session.get(SourceState, SOURCE, populate_existing=True)
        session.rollback()
        return found is not None and found.cursor is not None

    Run(session, jetstream).until(is_kept, seconds_a_look=5)
    assert stored(session) == []


def test_what_the_server_no_longer_has_is_named(session: Session, jetstream: FakeJetstream) -> None:
    made = stream(session)
    jetstream.add(post(1))
    Run(session, jetstream).until(lambda: stored(session) == ["1"])
    jetstream.frames.clear()
    jetstream.add(post(700))
    Run(session, jetstream).until(lambda: stored(session) == ["1", "700"])
    found = session.get(ConnectorState, (made.id, SOURCE), populate_existing=True)
    assert found is not None
    [lost] = found.lost
    assert datetime.fromisoformat(lost["since"]) == NOON - timedelta(minutes=29, seconds=59)
    assert datetime.fromisoformat(lost["until"]) == NOON - timedelta(seconds=1100)


def test_garbage_stops_nothing(session: Session, jetstream: FakeJetstream) -> None:
    stream(session)
    now = microseconds(NOON)
    garbage: list[str | bytes] = [
        "",
        "{",
        "[]",
        "null",
        '{"time_us": "x"}',
        b"\xff\xfe\x00",
        "[" * 100_000,
    ]
    jetstream.add_frames(*((now, frame) for frame in garbage))
    jetstream.add_frames((now, json.dumps({"time_us": now, "commit": [], "did": 3})))
    jetstream.add_frames((now, json.dumps({"time_us": 10**18, "kind": "commit"})))
    jetstream.add(post(1, 7), post(2, "x\ud800 air france"), post(3))  # type: ignore[arg-type]
    Run(session, jetstream).until(lambda: stored(session) == ["2", "3"])
    assert len(jetstream.asked) == 1


def test_a_server_that_sends_nothing_else_is_a_fault(
    session: Session, jetstream: FakeJetstream
) -> None:
    stream(session)
    jetstream.add_frames(*((microseconds(NOON), "hello") for _ in range(1_100)))
    run = Run(session, jetstream)
    run.until(lambda: bool(run.waited))
    assert state(session).last_error == "no events of Jetstream"


def test_a_frame_that_is_too_big_is_stepped_over(
    session: Session, jetstream: FakeJetstream
) -> None:
    stream(session)
    jetstream.add(post(1))
    jetstream.add_frames((post(2)["time_us"], "x" * 3_000_000))
    jetstream.add(post(9))
    run = Run(session, jetstream)
    run.until(lambda: stored(session) == ["1", "9"])
    assert state(session).last_error is None


def test_refusals_are_recorded_and_waited_out(session: Session, jetstream: FakeJetstream) -> None:
    stream(session)
    problem = json.dumps({"title": "Too many connections"})
    jetstream.refusals = [(500, {}, ""), (503, {}, ""), (429, {"Retry-After": "77"}, problem)]
    seen = set[str | None]()
    jetstream.add(post(1))

    def is_over() -> bool:
        found = session.get(SourceState, SOURCE, populate_existing=True)
        seen.add(found.last_error if found else None)
        session.rollback()
        return stored(session) == ["1"]

    run = Run(session, jetstream)
    run.until(is_over)
    assert run.waited == [1, 2, 77]
    assert seen == {
        None,
        "HTTP 500 Internal Server Error",
        "HTTP 503 Service Unavailable",
        "HTTP 429 Too many connections",
    }


def test_nobody_there_is_a_fault_that_backs_off(session: Session, jetstream: FakeJetstream) -> None:
    stream(session)
    url, run = jetstream.url, Run(session, jetstream)
    jetstream.url = "ws://127.0.0.1:9/subscribe"
    run.until(lambda: len(run.waited) == 10)
    assert run.waited == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300]
    assert state(session).last_error == "ConnectionRefusedError"
    jetstream.url = url
    jetstream.add(post(1))
    run.until(lambda: stored(session) == ["1"])
    assert state(session).last_error is None


def test_without_a_stream_nothing_is_read(session: Session, jetstream: FakeJetstream) -> None:
    run = Run(session, jetstream)
    run.until(lambda: bool(run.waited))
    assert jetstream.asked == []


def test_what_its_author_deletes_is_deleted_and_counted_once(
    session: Session, jetstream: FakeJetstream
) -> None:
    stream(session)
    jetstream.add(post(1), post(2))
    Run(session, jetstream).until(lambda: stored(session) == ["1", "2"])
    gone = post(3) | {"commit": post(1)["commit"] | {"operation": "delete", "record": None}}
    jetstream.add(gone)

    def is_gone() -> bool:
        texts = session.scalars(select(Tweet.text).order_by(Tweet.id)).all()
        session.rollback()
        return texts[0] is None

    Run(session, jetstream).until(is_gone)  # which sends the first post again
    first, second = session.scalars(select(Tweet).order_by(Tweet.id))
    assert (first.author, second.author) == (None, "did:plc:ewvi7nxzyoun6zhxrhs64oiz")
    assert session.scalar(select(func.sum(StreamCount.tweets))) == 4
