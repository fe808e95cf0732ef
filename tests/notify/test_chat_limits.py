"""Slack and Teams as they answer too many requests, and what they cannot take."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

from airparadis.config.settings import Config
from airparadis.db.tables import OutboxMessage
from airparadis.domain.messages.outbox import MessageState
from airparadis.jobs import error_window
from airparadis.notify.registry import configured_notifiers
from airparadis.web.extensions import db, mail
from tests.jobs.test_error_window import report_wrong
from tests.support.servers.fake_web import Answer, FakeWeb, running

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
SLACK = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/"
TEAMS = "workflows://teams.example.org/643e69f83c8944/iXvVBZ-secret-path/"
TEAMS_FAULT = (
    '{"error": {"code": "InvalidRequest", "message": "see https://x.example/iXvVBZ-secret-path"}}'
)


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeWeb]:
    """Stand in for both services: their plugins know https and their own hosts alone."""
    as_sent = HTTPAdapter.send
    with running() as server:

        def redirected(self: HTTPAdapter, request: PreparedRequest, **named: Any) -> Response:
            assert request.url is not None
            host, _, path = request.url.partition("://")[2].partition("/")
            assert host in {"hooks.slack.com", "teams.example.org"}, "no other host is asked"
            request.url = f"{server.url}/{path}"
            return as_sent(self, request, **named)

        monkeypatch.setattr(HTTPAdapter, "send", redirected)
        server.answer = lambda _asked: Answer(200, "ok")
        yield server


@pytest.fixture(params=[SLACK, TEAMS], ids=["slack", "teams"])
def config(config: Config, request: pytest.FixtureRequest) -> Config:
    return config.model_copy(update={"alert_chat_urls": (request.param,)})


@pytest.fixture
def one_pass(app: Flask, config: Config) -> Callable[[float], OutboxMessage]:
    report_wrong(app, "so bad", "not good", "bad meal")

    def run(seconds: float) -> OutboxMessage:
        with app.app_context():
            notifiers = configured_notifiers(config, mail)
            now = NOON + timedelta(seconds=seconds)
            error_window.run_once(db.session(), config.alert_policy, notifiers, now)
            message = db.session.query(OutboxMessage).order_by(OutboxMessage.id).first()
            assert message is not None
            db.session.expunge(message)
            return message

    return run


def test_the_pause_that_is_asked_for_is_kept(
    web: FakeWeb, one_pass: Callable[[float], OutboxMessage]
) -> None:
    web.scripted = [Answer(429, "rate_limited", {"Retry-After": "300"})]
    message = one_pass(0)
    assert (message.state, message.attempts) == (MessageState.PENDING, 1)
    assert message.last_error == "HTTP 429: rate_limited"
    assert message.next_attempt_at == NOON + timedelta(seconds=300)
    one_pass(299)
    assert len(web.asked) == 1
    message = one_pass(301)
    assert (message.state, message.attempts) == (MessageState.SENT, 2)


def test_what_is_refused_for_good_is_given_up_with_its_reason(
    web: FakeWeb, one_pass: Callable[[float], OutboxMessage]
) -> None:
    web.answer = lambda asked: Answer(400, TEAMS_FAULT if "workflows" in asked.path else "no_text")
    for attempt in range(5):
        message = one_pass(3_600 * attempt)
    assert message.state is MessageState.FAILED
    assert message.attempts == 3
    assert message.last_error is not None
    assert message.last_error.startswith("HTTP 400: ")
    assert ("no_text" in message.last_error) or ("InvalidRequest" in message.last_error)
    assert "secret-path" not in message.last_error


def test_a_server_that_is_down_is_tried_on(
    web: FakeWeb, one_pass: Callable[[float], OutboxMessage]
) -> None:
    web.answer = lambda _asked: Answer(503, "", {"Retry-After": "40"})
    message = one_pass(0)
    assert message.last_error == "HTTP 503"
    assert message.next_attempt_at == NOON + timedelta(seconds=40)
    for attempt in range(1, 6):
        message = one_pass(3_600 * attempt)
    assert message.state is MessageState.PENDING
