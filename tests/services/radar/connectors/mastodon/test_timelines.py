"""Timelines of Mastodon, by a server of our own that pages as the documentation says."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.config.settings import Config
from airparadis.db.tables import SourceState, Tweet
from airparadis.domain.radar.sources.mastodon import SOURCE, parse_timeline
from airparadis.services.radar.connectors.connector import Intake
from airparadis.services.radar.connectors.http import JsonClient
from airparadis.services.radar.connectors.mastodon import timelines
from airparadis.services.radar.connectors.mastodon.timelines import CONNECTOR, fetch
from tests.support.fakes import FakeClassifier
from tests.support.servers.fake_web import Answer, Asked, FakeWeb, running
from tests.support.streams import NOON, stream


def status(number: int, content: str = "<p>air france lost my bag</p>", **more: Any) -> Any:
    at = NOON - timedelta(minutes=60) + timedelta(seconds=number)
    return {
        "id": str(110_000_000_000_000_000 + number),
        "uri": f"https://example.social/users/lea/statuses/{number}",
        "created_at": f"{at:%Y-%m-%dT%H:%M:%S}.000Z",
        "content": content,
        "spoiler_text": "",
        "language": "en",
        "reblogs_count": 2,
        "account": {"acct": "lea", "followers_count": 40},
    } | more


class Server:
    """Statuses of each timeline, oldest first, paged by `min_id` and `limit`."""

    def __init__(self, web: FakeWeb) -> None:
        self.web = web
        self.public: list[Any] = []
        self.statuses = {"/api/v1/timelines/public": self.public}
        self.headers: dict[str, str] = {}
        web.answer = self.answer

    def answer(self, asked: Asked) -> Answer:
        limit, after = int(asked.query["limit"]), int(asked.query.get("min_id", 0))
        found = [status for status in self.statuses[asked.path] if int(status["id"]) > after]
        shown = found[:limit] if after else found[-limit:]
        return Answer(200, json.dumps(shown[::-1]), self.headers)


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as web:
        yield Server(web)


def run(
    session: Session, server: Server, *names: str, now: datetime = NOON, token: str = ""
) -> int:
    intake = Intake(session, FakeClassifier, lambda: now)
    return fetch(JsonClient(server.web.url, token, 5), intake, names or ("public",))


def stored(session: Session) -> list[str]:
    ids = session.scalars(select(Tweet.source_id).order_by(Tweet.id)).all()
    return [number.rpartition("/")[2] for number in ids]


def state(session: Session) -> SourceState:
    found = session.get(SourceState, SOURCE, populate_existing=True)
    assert found is not None
    return found


def test_posts_that_match_are_stored_as_plain_text(session: Session, server: Server) -> None:
    stream(session)
    content = (
        '<p>Oh <a href="https://x.org/tags/AirFrance">#<span>AirFrance</span></a>&nbsp;&amp; co'
        "<br>again</p><p>bye</p><script>alert(1)</script>"
    )
    server.public += [
        status(1, content, spoiler_text="luggage", language="fr-FR"),
        status(2, "<p>I had tea</p>"),
        status(3, account={"acct": "bob@other.example", "followers_count": -1}),
    ]
    assert run(session, server, token="secret") == 2
    first, second = session.scalars(select(Tweet).order_by(Tweet.id))
    assert first.text == "luggage\nOh #AirFrance & co\nagain\nbye"
    assert (first.author, first.reach, first.language) == ("lea@127.0.0.1", 42, "fr")
    assert (second.author, second.reach) == ("bob@other.example", 2)
    assert first.created_at == NOON - timedelta(minutes=60) + timedelta(seconds=1)
    assert server.web.asked[0].headers["Authorization"] == "Bearer secret"


def test_pages_go_on_from_the_place_until_all_is_read(session: Session, server: Server) -> None:
    stream(session)
    server.public.append(status(0))
    run(session, server)
    assert "min_id" not in server.web.asked[0].query
    server.public += [status(number) for number in range(1, 101)]
    assert run(session, server) == 100
    assert sorted(stored(session), key=int) == [str(number) for number in range(101)]
    asked = [request.query.get("min_id", "")[-3:] for request in server.web.asked[1:]]
    assert asked == ["000", "040", "080"]
    assert run(session, server) == 0


def test_what_does_not_fit_into_a_pass_comes_with_the_next(
    session: Session, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream(session)
    server.public.append(status(0))
    run(session, server)
    server.public += [status(number) for number in range(1, 101)]
    monkeypatch.setattr(timelines, "MAX_PAGES", 2)
    assert run(session, server) == 80
    assert run(session, server) == 20  # after a restart, too: the place is stored


def test_timelines_have_places_of_their_own(session: Session, server: Server) -> None:
    stream(session)
    server.statuses["/api/v1/timelines/tag/airfrance"] = [status(5)]
    server.public += [status(1), status(5)]
    names = ("public", "#airfrance", "local")
    assert run(session, server, *names) == 2
    assert json.loads(state(session).cursor or "") == dict.fromkeys(names, status(5)["id"])
    assert server.web.asked[2].query["local"] == "true"


def test_the_last_request_of_a_limit_ends_the_pass(session: Session, server: Server) -> None:
    stream(session)
    reset = NOON + timedelta(minutes=3)
    server.headers = {
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": f"{reset:%Y-%m-%dT%H:%M:%S.%f}Z",
    }
    server.public.append(status(1))
    assert run(session, server, "public", "local") == 1
    assert len(server.web.asked) == 1
    assert state(session).not_before == reset
    assert run(session, server, now=NOON + timedelta(minutes=2)) == 0
    assert len(server.web.asked) == 1
    run(session, server, now=reset)
    assert len(server.web.asked) == 2


@pytest.mark.parametrize(
    ("answer", "message", "pause"),
    [
        (Answer(429, "", {"Retry-After": "77"}), "HTTP 429 Too Many Requests", 77),
        (Answer(500), "HTTP 500 Internal Server Error", 60),
        (Answer(503, "", {"Retry-After": "9"}), "HTTP 503 Service Unavailable", 9),
        (
            Answer(401, json.dumps({"error": "The access token secret-7 is invalid"})),
            "HTTP 401 The access token … is invalid",
            900,
        ),
        (Answer(200, "<html>"), "HTTP 200 not the documented answer", 60),
        (Answer(200, '{"a": 1}'), "HTTP 200 not the documented answer", 60),
        (Answer(302, "", {"Location": "/else"}), "HTTP 302 Found", 60),
    ],
)
def test_faults_are_recorded_and_waited_out(
    session: Session, server: Server, answer: Answer, message: str, pause: int
) -> None:
    stream(session)
    server.web.scripted = [answer]
    server.public.append(status(1))
    assert run(session, server, token="secret-7") == 0
    found = state(session)
    assert (found.last_error, found.failures) == (message, 1)
    assert found.not_before == NOON + timedelta(seconds=pause)
    assert run(session, server, now=found.not_before) == 1
    assert state(session).last_error is None


def test_garbage_among_statuses_stops_nothing(session: Session, server: Server) -> None:
    stream(session)
    garbage = [None, 7, {}, {"id": None}, {"id": "1", "account": [], "content": 5, "uri": 3}]
    server.web.scripted = [Answer(200, json.dumps([*garbage, status(1)]))]
    assert run(session, server) == 1


def test_it_is_on_by_its_address(config: Config) -> None:
    assert not CONNECTOR.is_configured(config)
    on = config.model_copy(update={"mastodon_url": "https://example.social"})
    assert CONNECTOR.is_configured(on)


@pytest.mark.parametrize("name", ["", "#", "home", "#a/b", "#a b", "public/../x"])
def test_other_timelines_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="timelines"):
        parse_timeline(name)
