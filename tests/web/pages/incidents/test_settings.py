"""The rule on its page, its preview, and the test mail."""

import json
import re
import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from airparadis.config.settings import Config
from airparadis.db.tables import StoredSetting
from airparadis.domain.accounts.roles import Role
from airparadis.domain.incidents.incident import AlertPolicy
from airparadis.domain.incidents.window import WindowRule
from airparadis.lib.clock import utc_now
from airparadis.services.incidents import alert_rule
from airparadis.services.messages import digest
from airparadis.web.extensions import db
from tests.support.servers.ports import free_port
from tests.support.servers.receiver import http_receiver
from tests.support.servers.smtp import Inbox
from tests.web.pages.predictions.test_prediction import submit

LogIn = Callable[[Role], FlaskClient]
SETTINGS = "/admin/settings"
FORM = {"threshold": "2", "minutes": "10", "repeat": "30", "damping": ""}


@pytest.fixture
def config(instance_path: Path, request: pytest.FixtureRequest) -> Config:
    mail = {"mail_server": "127.0.0.1", "alert_recipients": ("oncall@example.org",)}
    values = getattr(request, "param", {})
    return Config(secret_key="for tests only", instance_path=instance_path, **(mail | values))


def policy(app: Flask) -> AlertPolicy:
    """Return the policy that the scheduler would use."""
    config: Config = app.extensions["airparadis"].config
    with app.app_context():
        return alert_rule.current_policy(db.session(), config.alert_policy)


def rule(app: Flask) -> tuple[int, int]:
    found = policy(app).rule
    return found.threshold, found.minutes


def test_a_saved_rule_overrules_the_environment_until_it_is_reset(
    app: Flask, log_in: LogIn
) -> None:
    client = log_in(Role.ADMINISTRATOR)
    saved = client.post(SETTINGS, data=FORM, follow_redirects=True)
    assert "The rule is saved" in saved.text
    assert "by administrator@example.org" in saved.text
    assert "3 predictions reported wrong within 5 minutes" in saved.text
    assert rule(app) == (2, 10)
    assert policy(app).repeat_after == timedelta(minutes=30)
    client.post(f"{SETTINGS}/reset")
    assert policy(app) == AlertPolicy(WindowRule(3, timedelta(minutes=5)))


@pytest.mark.parametrize(
    ("repeat", "damping", "expected"),
    [
        ("0", "", (None, None)),
        ("15", "0", (timedelta(minutes=15), timedelta(0))),
        ("1440", "90", (timedelta(days=1), timedelta(minutes=90))),
    ],
)
def test_repeating_and_damping_are_kept_as_they_were_typed(
    app: Flask, log_in: LogIn, repeat: str, damping: str, expected: tuple[timedelta | None, ...]
) -> None:
    client = log_in(Role.ADMINISTRATOR)
    client.post(SETTINGS, data=FORM | {"repeat": repeat, "damping": damping})
    assert (policy(app).repeat_after, policy(app).damping) == expected
    page = client.get(SETTINGS).text
    for name, value in (("repeat", repeat), ("damping", damping)):
        assert re.search(rf'name="{name}"[^>]*value="{value}"', page)


def test_what_was_stored_before_there_was_more_to_store_still_holds(app: Flask) -> None:
    with app.app_context():
        value = {"threshold": 4, "minutes": 6}
        db.session.add(
            StoredSetting(name=alert_rule.NAME, value=value, updated_at=utc_now(), updated_by="ana")
        )
        db.session.commit()
    assert policy(app) == AlertPolicy(WindowRule(4, timedelta(minutes=6)))


@pytest.mark.parametrize(
    ("threshold", "minutes", "words"),
    [
        ("0", "5", "Enter a whole number of predictions from 1 to 1000."),
        ("1001", "5", "Enter a whole number of predictions from 1 to 1000."),
        ("3", "1441", "Enter a whole number of minutes from 1 to 1440."),
        ("", "5", "Enter a whole number of predictions from 1 to 1000."),
        ("3", "five", "Enter a whole number of minutes from 1 to 1440."),
        ("2.5", "5", "Enter a whole number of predictions from 1 to 1000."),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_beside_its_field(
    app: Flask, log_in: LogIn, threshold: str, minutes: str, words: str
) -> None:
    client = log_in(Role.ADMINISTRATOR)
    refused = client.post(SETTINGS, data=FORM | {"threshold": threshold, "minutes": minutes})
    assert refused.status_code == 422
    assert refused.text.count(words) == 2, "in the summary and beside the field"
    assert rule(app) == (3, 5)


def test_the_preview_says_how_often_it_would_have_fired_and_saves_nothing(
    app: Flask, log_in: LogIn
) -> None:
    client = log_in(Role.ADMINISTRATOR)
    for text in ("I love it", "so bad"):
        client.post(f"{submit(client, text)}/feedback", data={"is_correct": "false"})
    form = FORM | {"minutes": "5", "preview": "1"}
    assert "<b>1 incident</b>" in client.post(SETTINGS, data=form).text
    assert "<b>0 incidents</b>" in client.post(SETTINGS, data=form | {"threshold": "3"}).text
    alone = client.get(f"{SETTINGS}/preview?threshold=2&minutes=5&repeat=60").text
    assert "<b>1 incident</b>" in alone
    assert "<html" not in alone
    assert "<b>" not in client.get(f"{SETTINGS}/preview?threshold=2&minutes=&repeat=60").text
    assert rule(app) == (3, 5)


def test_a_test_mail_arrives_and_is_told(
    app: Flask, log_in: LogIn, post: tuple[Inbox, int]
) -> None:
    app.extensions["mail"].port = post[1]
    page = log_in(Role.ADMINISTRATOR).post(f"{SETTINGS}/test-mail", follow_redirects=True)
    assert "It should reach oncall@example.org" in page.text
    [message] = post[0].messages
    assert message["Subject"] == "[Air Paradis] Test mail"
    assert message["To"] == "oncall@example.org"


def test_a_refused_test_mail_says_what_to_look_at(
    app: Flask, log_in: LogIn, post: tuple[Inbox, int]
) -> None:
    app.extensions["mail"].port = post[1]
    post[0].refusing = True
    page = log_in(Role.ADMINISTRATOR).post(f"{SETTINGS}/test-mail", follow_redirects=True)
    assert "answers, but refuses the mail" in page.text
    assert "Try again later" in page.text


def test_a_server_that_is_not_there_is_told(app: Flask, log_in: LogIn) -> None:
    app.extensions["mail"].port = free_port()
    page = log_in(Role.ADMINISTRATOR).post(f"{SETTINGS}/test-mail", follow_redirects=True)
    assert "Nothing listens at 127.0.0.1" in page.text


@pytest.mark.parametrize("config", [{"mail_timeout_seconds": 1}], indirect=True)
def test_a_silent_server_is_told(app: Flask, log_in: LogIn) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        app.extensions["mail"].port = silent.getsockname()[1]
        page = log_in(Role.ADMINISTRATOR).post(f"{SETTINGS}/test-mail", follow_redirects=True)
    assert "did not answer within 1 seconds" in page.text


@pytest.mark.parametrize("config", [{"mail_server": ""}], indirect=True)
def test_without_mail_the_page_says_so_and_offers_no_test(log_in: LogIn) -> None:
    client = log_in(Role.ADMINISTRATOR)
    page = client.get(SETTINGS).text
    assert "Mail is not configured: incidents are shown and logged" in page
    assert "Send a test mail" not in page
    sent = client.post(f"{SETTINGS}/test-mail", follow_redirects=True)
    assert "nothing was sent" in sent.text


def test_the_time_of_a_change_is_kept(app: Flask, log_in: LogIn) -> None:
    before = utc_now()
    log_in(Role.ADMINISTRATOR).post(SETTINGS, data=FORM)
    with app.app_context():
        stored = alert_rule.stored_setting(db.session())
        assert stored is not None
        assert before <= stored.updated_at <= utc_now()


@pytest.mark.parametrize("damping", ["-1", "1441", "soon"])
def test_a_damping_that_makes_no_sense_is_refused(log_in: LogIn, damping: str) -> None:
    refused = log_in(Role.ADMINISTRATOR).post(SETTINGS, data=FORM | {"damping": damping})
    assert refused.status_code == 422
    assert "Enter a whole number of minutes from 0 to 1440." in refused.text


WAYS = {
    "alert_chat_urls": ("json://127.0.0.1:1/room/secret-path",),
    "alert_webhook_url": "http://127.0.0.1:1/hook/secret-path",
    "alert_webhook_secret": "whisper",
    "alert_quiet_hours": "22:00-07:00",
    "alert_quiet_break_at": 10,
    "timezone": "Europe/Paris",
}


@pytest.mark.parametrize("config", [WAYS], indirect=True)
def test_chats_webhook_and_quiet_hours_are_shown_without_secrets(log_in: LogIn) -> None:
    page = log_in(Role.ADMINISTRATOR).get(SETTINGS).text
    assert re.search(r"<b>json</b> <code>[0-9a-f]{8}</code>", page)
    assert "signed" in page
    assert "From 22:00–07:00 (Europe/Paris)" in page
    assert "An incident with 10 reports is sent at once." in page
    assert "secret-path" not in page
    assert "whisper" not in page


def test_without_any_the_page_says_which_settings_there_are(log_in: LogIn) -> None:
    page = log_in(Role.ADMINISTRATOR).get(SETTINGS).text
    for name in ("ALERT_CHAT_URLS", "ALERT_WEBHOOK_URL", "ALERT_QUIET_HOURS"):
        assert f"<code>{name}</code>" in page
    assert "Send a test message" not in page


def test_a_test_message_goes_to_each_way_and_how_it_went_is_told(log_in: LogIn, app: Flask) -> None:
    with http_receiver() as room, http_receiver() as hook:
        ways = {
            "alert_chat_urls": (room.url.replace("http:", "json:"),),
            "alert_webhook_url": hook.url,
            "alert_webhook_secret": "whisper",
        }
        runtime = app.extensions["airparadis"]
        config = runtime.config.model_copy(update=ways)
        app.extensions["airparadis"] = replace(runtime, config=config)
        client = log_in(Role.ADMINISTRATOR)
        [chat, webhook] = re.findall(
            r'action="(/admin/settings/test-[cw][^"]+)"', client.get(SETTINGS).text
        )
        assert "accepted the test message" in client.post(chat, follow_redirects=True).text
        assert "Alerts about wrong predictions go to this chat." in room.bodies()[0].decode()
        assert "Webhook accepted the test" in client.post(webhook, follow_redirects=True).text
        [(headers, body)] = hook.posts
        assert json.loads(body)["event"] == "test"
        assert "AirParadis-Signature" in headers
        hook.status = 500
        refused = client.post(webhook, follow_redirects=True).text
    assert "Webhook did not accept the test message: HTTP 500" in refused
    assert client.post(f"{SETTINGS}/test-chat/00000000").status_code == 404


def test_a_webhook_that_is_not_set_cannot_be_tested(log_in: LogIn) -> None:
    assert log_in(Role.ADMINISTRATOR).post(f"{SETTINGS}/test-webhook").status_code == 404


def test_the_time_of_the_digest_is_set_and_taken_away(app: Flask, log_in: LogIn) -> None:
    client = log_in(Role.ADMINISTRATOR)

    def stored() -> time | None:
        with app.app_context():
            return digest.current_time(db.session(), "07:00")

    assert stored() == time(7)
    saved = client.post(f"{SETTINGS}/digest", data={"at": "08:30"}, follow_redirects=True)
    assert 'value="08:30"' in saved.text
    assert stored() == time(8, 30)
    refused = client.post(f"{SETTINGS}/digest", data={"at": "25:00"}, follow_redirects=True)
    assert "Enter a time such as 08:00, or none." in refused.text
    assert stored() == time(8, 30)
    client.post(f"{SETTINGS}/digest", data={"at": ""})
    assert stored() is None
