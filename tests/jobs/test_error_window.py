"""The error window from votes to mail, against a real SMTP server."""

import json
import re
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from flask import Flask

from airparadis.app import create_app
from airparadis.config.settings import Config
from airparadis.db.tables import OutboxMessage, Source
from airparadis.domain.incidents.incident import AlertPolicy
from airparadis.domain.incidents.window import WindowRule
from airparadis.domain.messages.outbox import MessageState
from airparadis.domain.predictions.feedback import Ballot
from airparadis.jobs import error_window
from airparadis.notify.event_log import FEEDBACK_LOG, close_logging
from airparadis.notify.mail import MailNotifier
from airparadis.notify.mail_links import read_token
from airparadis.services.incidents import actions, alert_rule, listing
from airparadis.services.predictions import feedback
from airparadis.web.extensions import db, mail
from tests.support.fakes import FakeClassifier
from tests.support.predictions import predict
from tests.support.servers.smtp import Inbox

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
Pass = Callable[[datetime], None]


@pytest.fixture
def config(config: Config, post: tuple[Inbox, int]) -> Config:
    return config.model_copy(
        update={
            "mail_server": "127.0.0.1",
            "mail_port": post[1],
            "alert_recipients": ("oncall@example.org", "pr@example.org"),
            "timezone": "Europe/Paris",
            "public_url": "https://airparadis.example.org",
        }
    )


def one_pass(app: Flask, now: datetime, *, with_mail: bool = True) -> None:
    config: Config = app.extensions["airparadis"].config
    with app.app_context():
        notifiers = [MailNotifier(mail, config)] if with_mail else []
        error_window.run_once(db.session(), config.alert_policy, notifiers, now)


def report_wrong(app: Flask, *texts: str, at: datetime = NOON) -> None:
    with app.app_context():
        session = db.session()
        for text in texts:
            [made] = predict(session, FakeClassifier(), [text], source=Source.FORM, now=at)
            session.commit()
            feedback.vote(session, made.public_id, "visitor:a", Ballot(is_correct=False), at)
            session.commit()


def log_lines(config: Config) -> list[dict[str, object]]:
    path = config.instance_path / "logs" / FEEDBACK_LOG
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def body_of(message: EmailMessage, kind: str = "plain") -> str:
    """The plain or the HTML body of a mail."""
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_three_wrong_predictions_give_one_mail_and_their_end_another(
    app: Flask, inbox: Inbox
) -> None:
    report_wrong(app, "I hate it", "the worst\nairline", "thanks a lot, bad")
    for seconds in range(0, 60, 5):
        one_pass(app, NOON + timedelta(seconds=seconds))
    report_wrong(app, "bad again", at=NOON + timedelta(minutes=1))
    one_pass(app, NOON + timedelta(minutes=1))
    one_pass(app, NOON + timedelta(hours=1))
    message, end = inbox.messages
    assert message["Subject"] == "[Air Paradis] 3 predictions reported wrong within 5 minutes"
    assert end["Subject"] == "[Air Paradis] Resolved: 4 predictions reported wrong"
    assert set(message["To"].split(", ")) == {"oncall@example.org", "pr@example.org"}


def test_the_mail_says_what_happened(app: Flask, inbox: Inbox) -> None:
    report_wrong(app, "I hate it", "the worst\nairline", "thanks a lot")
    one_pass(app, NOON)
    body = body_of(inbox.messages[0])
    assert "1 Jun 2026, 14:00:00 CEST" in body
    assert "UTC" not in body, "the reader's zone, and no other"
    assert "88" in body  # the confidence in "negative", not the probability of "positive"
    assert "the worst airline" in body
    assert "fake-2026.11.23-00c0ffee" in body
    assert "https://airparadis.example.org/predictions/" in body
    assert "https://airparadis.example.org/admin" in body


def test_the_mail_can_be_french(config: Config, inbox: Inbox) -> None:
    app = create_app(config.model_copy(update={"mail_language": "fr"}), FakeClassifier())
    with app.app_context():
        db.create_all()
    report_wrong(app, "I hate it", "the worst airline", "thanks a lot")
    one_pass(app, NOON)
    assert "signalées" in inbox.messages[0]["Subject"]
    close_logging()


def test_an_alert_is_logged_once_whether_or_not_mail_is_configured(
    app: Flask, config: Config, inbox: Inbox
) -> None:
    report_wrong(app, "I hate it", "the worst airline", "thanks a lot")
    for seconds in (0, 5, 10):
        one_pass(app, NOON + timedelta(seconds=seconds), with_mail=False)
    [alert] = [line for line in log_lines(config) if line["event"] == "ALERT"]
    assert alert["wrong_predictions"] == 3
    assert alert["threshold"] == 3
    assert inbox.messages == []
    one_pass(app, NOON + timedelta(seconds=15))
    assert inbox.messages == [], "mail configured later must not announce what is old"


def test_a_refusing_server_is_tried_again_until_it_takes_the_mail(
    app: Flask, config: Config, inbox: Inbox
) -> None:
    report_wrong(app, "I hate it", "the worst airline", "thanks a lot")
    inbox.refusing = True
    for seconds in range(0, 100, 5):
        one_pass(app, NOON + timedelta(seconds=seconds))
    assert inbox.messages == []
    inbox.refusing = False
    for seconds in range(100, 300, 5):
        one_pass(app, NOON + timedelta(seconds=seconds))
    assert len(inbox.messages) == 1
    events = [line["event"] for line in log_lines(config)]
    assert events.count("ALERT") == 1
    assert events.count("ALERT_NOT_SENT") == 3
    assert events.count("ALERT_SENT") == 1


def test_a_silent_server_is_given_up_in_time(config: Config) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        update = {"mail_port": silent.getsockname()[1], "mail_timeout_seconds": 1}
        app = create_app(config.model_copy(update=update), FakeClassifier())
        with app.app_context():
            db.create_all()
        report_wrong(app, "I hate it", "the worst airline", "thanks a lot")
        started = time.monotonic()
        one_pass(app, NOON)
    assert time.monotonic() - started < 5
    with app.app_context():
        [incident] = listing.recent(db.session())
        [message] = incident.latest_messages
        assert (message.state, message.attempts) == (MessageState.PENDING, 1)
    close_logging()


def test_two_schedulers_send_one_mail(app: Flask, config: Config, inbox: Inbox) -> None:
    twin = create_app(config, FakeClassifier())
    report_wrong(app, "I hate it", "the worst airline", "thanks a lot")
    for seconds in range(0, 30, 5):
        for scheduler in (app, twin):
            one_pass(scheduler, NOON + timedelta(seconds=seconds))
    assert len(inbox.messages) == 1


def test_nothing_happens_below_the_threshold(app: Flask, config: Config, inbox: Inbox) -> None:
    report_wrong(app, "I hate it", "the worst airline")
    report_wrong(app, "thanks a lot", at=NOON + timedelta(minutes=5, seconds=1))
    one_pass(app, NOON + timedelta(minutes=6))
    assert inbox.messages == []
    assert log_lines(config) == []


def subjects(inbox: Inbox) -> list[str]:
    return [str(message["Subject"]).removeprefix("[Air Paradis] ") for message in inbox.messages]


def test_what_goes_on_is_mailed_again_after_the_repeat_interval_and_its_end_once(
    app: Flask, inbox: Inbox
) -> None:
    for minute in range(0, 66, 3):
        report_wrong(app, "I hate it", "bad", "worst", at=NOON + timedelta(minutes=minute))
        one_pass(app, NOON + timedelta(minutes=minute))
    for minute in (66, 69, 72):
        one_pass(app, NOON + timedelta(minutes=minute))
    assert subjects(inbox) == [
        "3 predictions reported wrong within 5 minutes",
        "Still open: 63 predictions reported wrong",
        "Resolved: 66 predictions reported wrong",
    ]


def test_a_snoozed_incident_sends_nothing_until_its_time_is_over(app: Flask, inbox: Inbox) -> None:
    report_wrong(app, "I hate it", "bad", "worst")
    one_pass(app, NOON)
    with app.app_context():
        actions.snooze(db.session(), 1, "ana@example.org", timedelta(hours=4), NOON)
        db.session.commit()
    report_wrong(app, "I hate it", "bad", "worst", at=NOON + timedelta(hours=2))
    for hours in (1, 2, 3, 3.99):
        one_pass(app, NOON + timedelta(hours=hours))
    assert len(inbox.messages) == 1
    one_pass(app, NOON + timedelta(hours=4))
    assert subjects(inbox)[1:] == ["Resolved: 6 predictions reported wrong"]


def test_the_stored_rule_holds_at_the_next_pass(app: Flask, inbox: Inbox) -> None:
    report_wrong(app, "I hate it", "bad")
    one_pass(app, NOON)
    assert inbox.messages == []
    with app.app_context():
        policy = AlertPolicy(WindowRule(2, timedelta(minutes=10)))
        alert_rule.store_policy(db.session(), policy, "ana", NOON)
        db.session.commit()
    one_pass(app, NOON)
    assert subjects(inbox) == ["2 predictions reported wrong within 10 minutes"]


def test_the_html_body_escapes_tweets_and_carries_the_signed_link(
    app: Flask, config: Config, inbox: Inbox
) -> None:
    report_wrong(app, "I <b>hate</b> it", "bad", "worst")
    one_pass(app, NOON)
    [message] = inbox.messages
    html = body_of(message, "html")
    assert "I &lt;b&gt;hate&lt;/b&gt; it" in html
    assert "I <b>hate</b> it" in body_of(message)
    for body in (html, body_of(message)):
        [token] = set(re.findall(r"https://airparadis\.example\.org/incidents/([\w.-]+)", body))
        assert read_token(config.signing_key(), token) == 1
        assert "https://airparadis.example.org/admin/incidents/1" in body


def test_every_attempt_at_a_mail_has_the_same_message_id(app: Flask, inbox: Inbox) -> None:
    report_wrong(app, "I hate it", "bad", "worst")
    one_pass(app, NOON)
    with app.app_context():
        message = db.session.get_one(OutboxMessage, 1)
        message.state, message.next_attempt_at = MessageState.PENDING, NOON
        db.session.commit()
    one_pass(app, NOON)
    first, second = inbox.messages
    assert first["Message-ID"] == second["Message-ID"]


def test_an_incident_that_comes_back_is_logged_again(app: Flask, config: Config) -> None:
    report_wrong(app, "I hate it", "bad", "worst")
    one_pass(app, NOON, with_mail=False)
    one_pass(app, NOON + timedelta(minutes=6), with_mail=False)
    report_wrong(app, "I hate it", "bad", "worst", at=NOON + timedelta(minutes=7))
    one_pass(app, NOON + timedelta(minutes=7), with_mail=False)
    events = [(line["event"], line["incident_id"]) for line in log_lines(config)]
    assert events == [("ALERT", 1), ("ALERT_RESOLVED", 1), ("ALERT", 1)]
