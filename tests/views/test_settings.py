"""The rule on its page, its preview, and the test mail."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from airparadis.config import Config
from airparadis.domain.accounts import Role
from airparadis.extensions import db
from airparadis.runtime import utc_now
from airparadis.services import alert_rule
from tests.ports import free_port
from tests.smtp import Inbox, smtp_server
from tests.views.test_prediction import submit

LogIn = Callable[[Role], FlaskClient]
SETTINGS = "/admin/settings"


@pytest.fixture
def post() -> Iterator[tuple[Inbox, int]]:
    with smtp_server() as server:
        yield server


@pytest.fixture
def config(tmp_path: Path, request: pytest.FixtureRequest) -> Config:
    mail = {"mail_server": "127.0.0.1", "alert_recipients": ("oncall@example.org",)}
    values = getattr(request, "param", {})
    return Config(secret_key="for tests only", instance_path=tmp_path, **(mail | values))


def rule(app: Flask) -> tuple[int, int]:
    """The rule that the scheduler would use now."""
    config: Config = app.extensions["airparadis"].config
    with app.app_context():
        found = alert_rule.current_policy(db.session(), config.alert_policy).rule
    return found.threshold, found.minutes


def test_a_saved_rule_overrules_the_environment_until_it_is_reset(
    app: Flask, log_in: LogIn
) -> None:
    client = log_in(Role.ADMINISTRATOR)
    saved = client.post(SETTINGS, data={"threshold": "2", "minutes": "10"}, follow_redirects=True)
    assert "The rule is saved" in saved.text
    assert "by administrator@example.org" in saved.text
    assert "3 predictions reported wrong within 5 minutes" in saved.text
    assert rule(app) == (2, 10)
    client.post(f"{SETTINGS}/reset")
    assert rule(app) == (3, 5)


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
    refused = client.post(SETTINGS, data={"threshold": threshold, "minutes": minutes})
    assert refused.status_code == 422
    assert refused.text.count(words) == 2, "in the summary and beside the field"
    assert rule(app) == (3, 5)


def test_the_preview_says_how_often_it_would_have_fired_and_saves_nothing(
    app: Flask, log_in: LogIn
) -> None:
    client = log_in(Role.ADMINISTRATOR)
    for text in ("I love it", "so bad"):
        client.post(f"{submit(client, text)}/feedback", data={"is_correct": "false"})
    form = {"threshold": "2", "minutes": "5", "preview": "1"}
    assert "<b>1 incident</b>" in client.post(SETTINGS, data=form).text
    assert "<b>0 incidents</b>" in client.post(SETTINGS, data=form | {"threshold": "3"}).text
    alone = client.get(f"{SETTINGS}/preview?threshold=2&minutes=5").text
    assert "<b>1 incident</b>" in alone
    assert "<html" not in alone
    assert "<b>" not in client.get(f"{SETTINGS}/preview?threshold=2&minutes=").text
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
    log_in(Role.ADMINISTRATOR).post(SETTINGS, data={"threshold": "4", "minutes": "7"})
    with app.app_context():
        stored = alert_rule.stored_setting(db.session())
        assert stored is not None
        assert before <= stored.updated_at <= utc_now()
