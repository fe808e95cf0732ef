"""Alerts by chat and webhook: through the outbox, each way on its own, against real servers."""

import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from flask import Flask
from flask_mail import Message
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

from airparadis.app import create_app
from airparadis.config.settings import Config
from airparadis.db.tables import OutboxMessage
from airparadis.domain.incidents.incident import EventKind
from airparadis.domain.messages.outbox import Channel, MessageState
from airparadis.domain.messages.signature import TOLERANCE_SECONDS
from airparadis.jobs import error_window
from airparadis.lib.errors import ConfigError
from airparadis.notify.chat import chat_notifiers
from airparadis.notify.event_log import FEEDBACK_LOG, close_logging
from airparadis.notify.registry import configured_notifiers
from airparadis.services.incidents import listing
from airparadis.web.extensions import db, mail
from tests.jobs.test_error_window import report_wrong
from tests.support.fakes import FakeClassifier
from tests.support.servers.receiver import Receiver, http_receiver
from tests.support.servers.smtp import smtp_server

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
SECRET = "whisper"
TWEETS = ("@JohnDoe1 I hate it <!channel>", "bad " * 60, "@channel worst &amp; *bold*")


@pytest.fixture(scope="module")
def receivers() -> Iterator[tuple[Receiver, Receiver]]:
    with http_receiver() as first, http_receiver() as second:
        yield first, second


@pytest.fixture
def hook(receivers: tuple[Receiver, Receiver]) -> Receiver:
    receivers[0].reset()
    return receivers[0]


@pytest.fixture
def room(receivers: tuple[Receiver, Receiver]) -> Receiver:
    receivers[1].reset()
    return receivers[1]


def address(receiver: Receiver, scheme: str = "json") -> str:
    """The receiver as Apprise writes it."""
    return receiver.url.replace("http:", f"{scheme}:")


@pytest.fixture
def config(config: Config, hook: Receiver, room: Receiver) -> Config:
    update = {
        "alert_chat_urls": (address(room),),
        "alert_webhook_url": hook.url,
        "alert_webhook_secret": SECRET,
        "alert_timeout_seconds": 1,
        "public_url": "https://airparadis.example.org",
    }
    return config.model_copy(update=update)


def one_pass(app: Flask, now: datetime = NOON) -> None:
    config: Config = app.extensions["airparadis"].config
    with app.app_context():
        notifiers = configured_notifiers(config, mail)
        error_window.run_once(db.session(), config.alert_policy, notifiers, now)


def fared(app: Flask) -> dict[Channel, tuple[MessageState, int, str | None]]:
    """Return the outcome of every channel's message."""
    with app.app_context():
        [incident] = listing.recent(db.session())
        return {
            message.channel: (message.state, message.attempts, message.last_error)
            for message in incident.messages
        }


def is_genuine(headers: dict[str, str], body: bytes, now: float) -> bool:
    """Verify a signature as docs/operations.md advises receivers to."""
    parts = dict(part.split("=", 1) for part in headers["AirParadis-Signature"].split(","))
    expected = hmac.new(
        SECRET.encode(), parts["t"].encode() + b"." + body, hashlib.sha256
    ).hexdigest()
    is_fresh = abs(now - int(parts["t"])) <= TOLERANCE_SECONDS
    return is_fresh and hmac.compare_digest(expected, parts["v1"])


def test_each_way_tells_once(app: Flask, hook: Receiver, room: Receiver) -> None:
    report_wrong(app, *TWEETS)
    for seconds in (0, 5, 10):
        one_pass(app, NOON + timedelta(seconds=seconds))
    assert (len(hook.posts), len(room.posts)) == (1, 1)
    assert set(fared(app).values()) == {(MessageState.SENT, 1, None)}


def test_the_webhook_is_signed_and_its_receiver_can_tell(app: Flask, hook: Receiver) -> None:
    report_wrong(app, *TWEETS)
    one_pass(app)
    [(headers, body)] = hook.posts
    now = time.time()
    assert is_genuine(dict(headers), body, now)
    assert not is_genuine(dict(headers), body + b" ", now)
    assert not is_genuine(dict(headers), body, now + TOLERANCE_SECONDS + 60)
    moved = {"AirParadis-Signature": headers["AirParadis-Signature"].replace("t=1", "t=2")}
    assert not is_genuine(moved, body, now + 1_000_000_000)


def test_the_webhook_says_what_happened_without_naming_anybody(app: Flask, hook: Receiver) -> None:
    report_wrong(app, *TWEETS)
    one_pass(app)
    body = json.loads(hook.bodies()[0])
    assert body["event"] == "incident.opened"
    assert body["incident"] | {"url": ""} == {
        "id": 1,
        "state": "open",
        "threshold": 3,
        "window_seconds": 300,
        "report_count": 3,
        "first_report_at": "2026-06-01T12:00:00Z",
        "last_report_at": "2026-06-01T12:00:00Z",
        "opened_at": "2026-06-01T12:00:00Z",
        "acknowledged_at": None,
        "resolved_at": None,
        "url": "",
    }
    assert body["incident"]["url"] == "https://airparadis.example.org/admin/incidents/1"
    excerpts = [prediction["excerpt"] for prediction in body["predictions"]]
    assert excerpts[0] == "@… I hate it <!channel>"
    assert len(excerpts[1]) == 140
    assert "JohnDoe1" not in hook.bodies()[0].decode()


def test_an_unsigned_webhook_has_no_signature(config: Config, hook: Receiver) -> None:
    app = create_app(config.model_copy(update={"alert_webhook_secret": ""}), FakeClassifier())
    with app.app_context():
        db.create_all()
    report_wrong(app, *TWEETS)
    one_pass(app)
    assert "AirParadis-Signature" not in hook.posts[0][0]
    close_logging()


def test_the_chat_says_what_happened_without_naming_or_waking_anybody(
    app: Flask, room: Receiver
) -> None:
    report_wrong(app, *TWEETS)
    one_pass(app)
    [sent] = [json.loads(body) for body in room.bodies()]
    assert "3 predictions reported wrong within 5 minutes" in sent["title"]
    assert "https://airparadis.example.org/admin/incidents/1" in sent["message"]
    assert "@… I hate it" in sent["message"]
    assert "/incidents/" not in sent["message"].replace("/admin/incidents/", ""), (
        "no link that acts"
    )
    for secret in ("JohnDoe1", "@channel", "bad " * 40):
        assert secret not in sent["message"]


def test_slacks_own_format_leaves_no_command_of_a_tweet_alive(
    config: Config, room: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    from apprise.plugins.slack import NotifySlack

    monkeypatch.setattr(NotifySlack, "webhook_url", room.url)
    slack = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/"
    app = create_app(config.model_copy(update={"alert_chat_urls": (slack,)}), FakeClassifier())
    with app.app_context():
        db.create_all()
    report_wrong(app, *TWEETS)
    one_pass(app)
    [body] = room.bodies()
    assert b"&lt;!channel&gt;" in body
    assert b"<!channel>" not in body
    with app.app_context():
        [message] = [m for m in db.session.query(OutboxMessage) if m.channel is Channel.CHAT]
        assert message.target.startswith("Slack ")
    close_logging()


@pytest.mark.parametrize("status", [302, 307, 400, 404, 500])
def test_what_is_refused_or_redirected_is_tried_again_and_blocks_no_other_way(
    app: Flask, hook: Receiver, room: Receiver, status: int
) -> None:
    hook.status = room.status = status
    report_wrong(app, *TWEETS)
    one_pass(app)
    failed = (MessageState.PENDING, 1, f"HTTP {status}")
    reasoned = (
        MessageState.PENDING,
        1,
        f"HTTP {status}: ok" if status in {400, 404} else failed[2],
    )
    assert fared(app) == {Channel.CHAT: reasoned, Channel.WEBHOOK: failed}
    assert (len(hook.posts), len(room.posts)) == (1, 1), "a redirect must not be followed"
    hook.status = 204
    one_pass(app, NOON + timedelta(seconds=20))
    one_pass(app, NOON + timedelta(seconds=40))
    assert fared(app)[Channel.WEBHOOK] == (MessageState.SENT, 2, None)
    assert len(hook.posts) == 2
    first, second = (headers["AirParadis-Delivery"] for headers, _ in hook.posts)
    assert first == second
    assert fared(app)[Channel.CHAT][0] is MessageState.PENDING


def test_silent_servers_are_given_up_in_time_and_mail_still_leaves(config: Config) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, smtp_server() as (inbox, port):
        where = f"127.0.0.1:{silent.getsockname()[1]}"
        update = {
            "alert_chat_urls": (f"json://{where}/", "json://127.0.0.1:1/"),
            "alert_webhook_url": f"http://{where}/",
            "mail_server": "127.0.0.1",
            "mail_port": port,
            "alert_recipients": ("oncall@example.org",),
        }
        app = create_app(config.model_copy(update=update), FakeClassifier())
        with app.app_context():
            db.create_all()
        report_wrong(app, *TWEETS)
        started = time.monotonic()
        one_pass(app)
    assert time.monotonic() - started < 6
    assert len(inbox.messages) == 1
    assert fared(app)[Channel.MAIL][0] is MessageState.SENT
    assert fared(app)[Channel.WEBHOOK] == (MessageState.PENDING, 1, "ReadTimeout")
    assert fared(app)[Channel.CHAT] == (MessageState.PENDING, 1, "no answer")
    close_logging()


def test_no_address_is_logged_or_stored(
    app: Flask, config: Config, hook: Receiver, room: Receiver, capfd: pytest.CaptureFixture[str]
) -> None:
    hook.status = room.status = 500
    report_wrong(app, *TWEETS)
    one_pass(app)
    with app.app_context():
        stored = " ".join(
            f"{m.target} {m.subject} {m.text} {m.recipients} {m.last_error}"
            for m in db.session.query(OutboxMessage)
        )
    logged = (config.instance_path / "logs" / FEEDBACK_LOG).read_text()
    assert '"route": "JSON ' in logged
    for text in (stored, logged, *capfd.readouterr(), repr(config)):
        assert "secret-path" not in text
        assert SECRET not in text


def test_two_addresses_of_a_service_are_told_apart(config: Config, room: Receiver) -> None:
    urls = (address(room), address(room) + "/other")
    routes = [
        notifier.route
        for notifier in chat_notifiers(config.model_copy(update={"alert_chat_urls": urls}))
    ]
    assert len(set(routes)) == 2
    assert routes[0] == chat_notifiers(config)[0].route, "the same after a restart"


def test_an_address_that_is_none_is_refused_without_being_shown(config: Config) -> None:
    with pytest.raises(ConfigError, match=r"^ALERT_CHAT_URLS: address 1 ") as refusal:
        chat_notifiers(config.model_copy(update={"alert_chat_urls": ("hunter2://x",)}))
    assert "hunter2" not in str(refusal.value)


def test_what_was_for_an_address_no_longer_in_the_settings_is_given_up_after_an_hour(
    config: Config, app: Flask, hook: Receiver, room: Receiver
) -> None:
    hook.status = room.status = 500
    report_wrong(app, *TWEETS)
    one_pass(app)
    without = create_app(config.model_copy(update={"alert_chat_urls": ()}), FakeClassifier())
    hook.status = 200
    one_pass(without, NOON + timedelta(minutes=3))
    assert fared(app)[Channel.CHAT] == (MessageState.PENDING, 1, "HTTP 500"), "not at once"
    assert fared(app)[Channel.WEBHOOK] == (MessageState.SENT, 2, None)
    one_pass(without, NOON + timedelta(hours=1, seconds=20))
    state = fared(app)[Channel.CHAT]
    assert state == (MessageState.FAILED, 1, "its address is no longer in the settings")
    with app.app_context():
        [incident] = listing.recent(db.session())
        given_up = [event for event in incident.events if event.kind is EventKind.MESSAGE_FAILED]
        assert [event.detail["channel"] for event in given_up] == ["chat"]
    one_pass(app, NOON + timedelta(hours=2))
    assert len(room.posts) == 1, "though the address came back"


def test_teams_gets_a_card_by_the_address_that_its_workflow_gave(
    config: Config, room: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_sent = HTTPAdapter.send

    def without_tls(self: HTTPAdapter, request: PreparedRequest, **kwargs: Any) -> Response:
        assert request.url is not None
        request.url = request.url.replace("https:", "http:")  # Apprise knows no other for Teams
        return as_sent(self, request, **kwargs)

    monkeypatch.setattr(HTTPAdapter, "send", without_tls)
    host = room.url.split("/")[2]
    teams = f"workflows://{host}/643e69f83c8944/iXvVBZ-secret-path/"
    update = {"alert_chat_urls": (teams,), "alert_webhook_url": ""}
    app = create_app(config.model_copy(update=update), FakeClassifier())
    with app.app_context():
        db.create_all()
    report_wrong(app, *TWEETS)
    one_pass(app)
    assert fared(app)[Channel.CHAT] == (MessageState.SENT, 1, None)
    [path] = room.paths
    assert path.startswith("/workflows/643e69f83c8944/triggers/manual/paths/invoke?")
    [attachment] = json.loads(room.bodies()[0])["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    card = json.dumps(attachment["content"], ensure_ascii=False)
    assert "3 predictions reported wrong within 5 minutes" in card
    assert "JohnDoe1" not in card
    close_logging()


def test_a_mail_server_that_never_ends_its_greeting_is_hung_up_on(config: Config) -> None:
    """Nobody waits any more, but who reads on for ever would fill all memory."""
    hung_up = threading.Event()

    def greet() -> None:
        client, _ = listener.accept()
        with client, suppress(OSError):
            while True:
                client.sendall(b"220-still here\r\n" * 100)
        hung_up.set()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=greet, daemon=True).start()
        endless = {
            "mail_server": "127.0.0.1",
            "mail_port": listener.getsockname()[1],
            "mail_timeout_seconds": 0.2,
        }
        app = create_app(config.model_copy(update=endless), FakeClassifier())
        started = time.monotonic()
        with app.app_context(), pytest.raises((TimeoutError, SMTPServerDisconnected)):
            mail.send(Message("s", recipients=["a@example.org"], body="b"))
        assert time.monotonic() - started < 10
        assert hung_up.wait(10)
