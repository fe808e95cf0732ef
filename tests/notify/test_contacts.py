"""Routes that administrators entered, by a real mail server and a real webhook."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from airparadis.config.settings import Config
from airparadis.db.tables import OutboxMessage
from airparadis.domain.accounts.roles import Role
from airparadis.domain.messages.outbox import MessageState
from airparadis.jobs import error_window
from airparadis.jobs.digest import write_digest
from airparadis.notify.contacts import current_notifiers
from airparadis.web.extensions import db, mail
from tests.jobs.test_error_window import report_wrong
from tests.support.servers.receiver import Receiver, http_receiver
from tests.support.servers.smtp import Inbox, smtp_server
from tests.web.pages.contacts.test_contacts import add, adopted

LogIn = Callable[[Role], FlaskClient]
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def post() -> Iterator[tuple[Inbox, int]]:
    with smtp_server() as (inbox, port):
        yield inbox, port


@pytest.fixture
def hook() -> Iterator[Receiver]:
    with http_receiver() as receiver:
        yield receiver


@pytest.fixture
def config(config: Config, post: tuple[Inbox, int]) -> Config:
    ways = {"mail_server": "127.0.0.1", "mail_port": post[1], "digest_at": "11:00"}
    return config.model_copy(update=ways)


def test_a_route_sends_to_whom_it_says(
    app: Flask, config: Config, post: tuple[Inbox, int], hook: Receiver, log_in: LogIn
) -> None:
    inbox, _port = post
    client = adopted(log_in(Role.ADMINISTRATOR))
    wanted = {
        "Data": ("data@example.org, team@example.org", {"topic": "errors"}),
        "Press": ("press@example.org", {"topic": "burst"}),
        "Boss": ("boss@example.org", {"topic": "digest"}),
    }
    for name, (recipients, route) in wanted.items():
        number = add(client, "mail", name=name, recipients=recipients)
        url = f"/admin/contacts/{number}"
        [everything] = re.findall(rf'action="({url}/routes/\d+/remove)"', client.get(url).text)
        client.post(everything)
        client.post(f"{url}/routes", data=route)
    hooked = add(client, "webhook", name="Hook", address=hook.url, secret="whisper")
    tested = client.post(f"/admin/contacts/{hooked}/test", follow_redirects=True).text
    assert "Hook #4 accepted the test message." in tested
    assert json.loads(hook.bodies()[0])["event"] == "test"
    report_wrong(app, "so bad", "not good", "bad meal")
    with app.app_context():
        session = db.session()
        write_digest(session, config, NOON)
        notifiers = current_notifiers(session, config, mail)
        error_window.run_once(session, config.alert_policy, notifiers, NOON)
        states = {message.state for message in session.query(OutboxMessage)}
        assert states == {MessageState.SENT}
    received = {str(message["To"]): str(message["Subject"]) for message in inbox.messages}
    assert set(received) == {"data@example.org, team@example.org", "boss@example.org"}
    assert "3 predictions reported wrong" in received["data@example.org, team@example.org"]
    assert "Daily digest" in received["boss@example.org"]
    assert json.loads(hook.bodies()[1])["event"] == "incident.opened"
    tested = client.post("/admin/contacts/2/test", follow_redirects=True).text
    assert "press@example.org" in tested
    assert str(inbox.messages[-1]["To"]) == "press@example.org"
