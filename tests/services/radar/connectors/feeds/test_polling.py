"""Feeds against a server of our own: conditional requests, faults, hostile feeds."""

import gzip
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.db.tables import SourceState, Tweet
from airparadis.services.radar.connectors.connector import Intake
from airparadis.services.radar.connectors.feeds.polling import poll
from airparadis.services.radar.connectors.feeds.reading import SOURCE, read_feed
from tests.support.fakes import FakeClassifier
from tests.support.servers.fake_web import Answer, Asked, FakeWeb, running
from tests.support.streams import NOON, stream

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
<language>fr-FR</language>{}</channel></rss>"""
ITEM = """<item><title>Air France &amp;amp; co: strike</title><guid>https://n.example/{0}</guid>
<description>&lt;p&gt;All &lt;b&gt;flights&lt;/b&gt;&lt;br&gt;late&lt;/p&gt;</description>
<pubDate>Mon, 01 Jun 2026 1{0}:00:00 +0200</pubDate></item>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>T</title><entry>
<id>urn:{0}</id><title>Air France grounded</title><updated>2026-06-01T09:00:00Z</updated>
<content type="html">&lt;p&gt;Bag&lt;/p&gt;</content></entry></feed>"""


@pytest.fixture
def web() -> Iterator[FakeWeb]:
    with running() as server:
        server.answer = lambda _asked: Answer(200, RSS.format(ITEM.format(1) + ITEM.format(2)))
        yield server


def run(session: Session, *urls: str, now: datetime = NOON) -> int:
    return poll(Intake(session, FakeClassifier, lambda: now), urls)


def state(session: Session) -> SourceState:
    found = session.get(SourceState, SOURCE, populate_existing=True)
    assert found is not None
    return found


def test_entries_that_match_are_stored_once(session: Session, web: FakeWeb) -> None:
    stream(session)
    assert run(session, web.url + "/rss?key=secret") == 2
    first, second = session.scalars(select(Tweet).order_by(Tweet.source_id))
    assert first.text == "Air France & co: strike\nAll flights\nlate"
    assert first.created_at == datetime(2026, 6, 1, 9, tzinfo=UTC)
    assert (first.author, first.language, second.source) == ("127.0.0.1", "fr", "feed")
    assert run(session, web.url + "/rss?key=secret", now=NOON + timedelta(minutes=9)) == 0
    assert len(web.asked) == 1  # every ten minutes
    assert run(session, web.url + "/rss?key=secret", now=NOON + timedelta(minutes=10)) == 0
    assert len(web.asked) == 2
    assert "secret" not in (state(session).cursor or "")


def test_a_feed_that_has_not_changed_is_not_sent_again(session: Session, web: FakeWeb) -> None:
    stream(session)
    marks = {"ETag": '"v1"', "Last-Modified": "Mon, 01 Jun 2026 10:00:00 GMT"}

    def answer(asked: Asked) -> Answer:
        if asked.headers.get("If-None-Match") == '"v1"':
            return Answer(304)
        return Answer(200, ATOM.format(1), marks)

    web.answer = answer
    assert run(session, web.url) == 1
    for later in (20, 40):
        assert run(session, web.url, now=NOON + timedelta(minutes=later)) == 0
        assert web.asked[-1].headers["If-Modified-Since"] == marks["Last-Modified"]
        assert web.asked[-1].headers["If-None-Match"] == '"v1"'
    assert state(session).last_error is None


def test_a_feed_that_fails_rests_alone(session: Session, web: FakeWeb) -> None:
    stream(session)
    answers = {
        "/gone": Answer(404),
        "/busy": Answer(429, "", {"Retry-After": "1800"}),
        "/page": Answer(200, "<html><body>air france</body></html>"),
        "/good": Answer(200, ATOM.format(7)),
    }
    web.answer = lambda asked: answers[asked.path]
    urls = [web.url + path for path in answers]
    assert run(session, *urls) == 1
    found = state(session)
    assert found.last_error == (
        "127.0.0.1: HTTP 404 Not Found; 127.0.0.1: HTTP 429 Too Many Requests; "
        "127.0.0.1: not a feed"
    )
    run(session, *urls, now=NOON + timedelta(minutes=16))
    assert [request.path for request in web.asked[4:]] == ["/gone", "/page", "/good"]
    for path in answers:
        answers[path] = Answer(200, ATOM.format(path))
    run(session, *urls, now=NOON + timedelta(hours=3))
    assert state(session).last_error is None


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Answer(500), "HTTP 500 Internal Server Error"),
        (Answer(302, "", {"Location": "/again"}), "too many redirects"),
        (Answer(302, "", {"Location": "file:///etc/passwd"}), "InvalidSchema"),
        (Answer(302, "", {"Location": "http://169.254.169.254/latest/meta-data"}), "OSError"),
        (Answer(302, "", {"Location": "http://[::ffff:169.254.169.254]/"}), "OSError"),
        (Answer(200, b"x" * 6_000_000), "OSError"),
        (
            Answer(200, gzip.compress(b"x" * 60_000_000), {"Content-Encoding": "gzip"}),
            "OSError",
        ),
        (Answer(200, b""), "not a feed"),
        (Answer(200, b"\x00\xff\xfe" * 100), "not a feed"),
    ],
)
def test_faults_are_recorded(session: Session, web: FakeWeb, answer: Answer, message: str) -> None:
    stream(session)
    web.answer = lambda _asked: answer
    assert run(session, web.url) == 0
    assert state(session).last_error == f"127.0.0.1: {message}"


def test_a_feed_that_has_moved_is_followed(session: Session, web: FakeWeb) -> None:
    stream(session)
    moved = Answer(301, "", {"Location": "/there"})
    web.answer = lambda asked: Answer(200, ATOM.format(1)) if asked.path == "/there" else moved
    assert run(session, web.url) == 1
    assert state(session).last_error is None


def test_entities_that_multiply_come_to_nothing(web: FakeWeb) -> None:
    levels = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "air france " * 10}">' for n in range(12)
    )
    item = "<item><title>air france &e11;</title><guid>1</guid></item>"
    outside = '<!ENTITY f SYSTEM "file:///etc/passwd">'
    file = item.replace("&e11;", "&f;")
    for body in (item, file):
        bomb = f"<!DOCTYPE rss [{levels}{outside}]>" + RSS.format(body).split("?>")[1]
        begun = time.process_time()
        posts = read_feed(bomb.encode(), "n.example", NOON)
        assert time.process_time() - begun < 2
        assert all(len(post.text) < 2_000 and "root:" not in post.text for post in posts or [])


def test_entries_without_a_time_or_name_are_read_as_they_can_be() -> None:
    items = (
        "<item><title>air france now</title><link>https://n.example/a</link></item>"
        "<item><title>no name</title></item>"
        "<item><title></title><guid>2</guid></item>"
        "<item><title>soon</title><guid>3</guid>"
        "<pubDate>Mon, 01 Jun 2099 10:00:00 GMT</pubDate></item>"
        f"<item><title>long</title><guid>{'g' * 100}</guid></item>"
    )
    posts = read_feed(RSS.format(items).encode(), "n.example", NOON) or []
    assert [(post.text, post.created_at) for post in posts] == [
        ("air france now", NOON),
        ("soon", NOON),
        ("long", NOON),
    ]
    assert len(posts[2].source_id) == 64
