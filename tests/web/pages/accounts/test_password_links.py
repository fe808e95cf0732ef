"""A forgotten password and an invitation: links in mails, through a real SMTP server."""

import re
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from airparadis.app import create_app
from airparadis.config.settings import Config
from airparadis.db.tables import OutboxMessage, User
from airparadis.domain.accounts.roles import Role
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import accounts
from airparadis.web.extensions import db
from tests.conftest import PASSWORD
from tests.support.fakes import FakeClassifier
from tests.support.servers.smtp import Inbox
from tests.web.pages.accounts.test_audit import entries

LogIn = Callable[[Role], FlaskClient]
EMAIL = "analyst@example.org"
NEW = "a new long password"
CHOICE = {"password": NEW, "repeat": NEW}
LINK = re.compile(r"https://buzz\.example(/(?:password|invitation)/\S+)")


@pytest.fixture
def config(instance_path: Path, post: tuple[Inbox, int]) -> Config:
    return Config(
        secret_key="for tests only",
        instance_path=instance_path,
        mail_server="127.0.0.1",
        mail_port=post[1],
        public_url="https://buzz.example",
        rate_limit_login="1000/minute",
        rate_limit_account="1000/minute",
    )


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a client by https, or the cookie would not come back."""
    client = app.test_client()
    client.environ_base["wsgi.url_scheme"] = "https"
    return client


def delivered(app: Flask, inbox: Inbox) -> list[EmailMessage]:
    """Run the scheduler's next pass, and return the mails it sends."""
    result = app.test_cli_runner().invoke(args=["monitor"])
    assert result.exit_code == 0, result.output
    return inbox.messages


def link_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    found = LINK.search(body.get_content())
    assert found is not None
    return found[1]


def ask(app: Flask, client: FlaskClient, inbox: Inbox) -> str:
    assert client.post("/password/forgotten", data={"email": EMAIL}).status_code == 200
    return link_of(delivered(app, inbox)[-1])


def test_the_answer_is_the_same_with_and_without_account(
    app: Flask, client: FlaskClient, log_in: LogIn, inbox: Inbox
) -> None:
    log_in(Role.ANALYST)
    stranger = app.test_client()
    pages = []
    for email in (EMAIL, "nobody@example.org"):
        answer = stranger.post("/password/forgotten", data={"email": email})
        pages.append(re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text))
    assert pages[0] == pages[1]
    assert [message["To"] for message in delivered(app, inbox)] == [EMAIL]


def test_a_link_sets_the_password_once_and_ends_the_sessions(
    app: Flask, client: FlaskClient, log_in: LogIn, inbox: Inbox
) -> None:
    old = log_in(Role.ANALYST)
    stranger = app.test_client()
    link = ask(app, stranger, inbox)
    page = stranger.get(link)
    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert stranger.post(link, data={"password": "short", "repeat": "short"}).status_code == 422
    assert stranger.post(link, data=CHOICE).location == "/login"
    assert stranger.post(link, data=CHOICE).status_code == 410
    assert stranger.get(link).status_code == 410
    assert old.get("/admin").status_code == 302
    with app.app_context():
        assert accounts.authenticate(db.session(), EMAIL, NEW)
    assert entries(app)[0].act == "account.password-reset"
    assert delivered(app, inbox)[-1]["Subject"].endswith("Your password was changed")


def test_a_link_does_not_pass_by_the_second_factor(
    app: Flask, client: FlaskClient, log_in: LogIn, inbox: Inbox
) -> None:
    log_in(Role.ANALYST)
    with app.app_context():
        user = db.session.query(User).one()
        user.totp_secret, user.totp_enabled_at = "JBSWY3DPEHPK3PXP", utc_now()
        db.session.commit()
    stranger = app.test_client()
    stranger.environ_base["wsgi.url_scheme"] = "https"
    stranger.post(ask(app, stranger, inbox), data=CHOICE)
    answer = stranger.post("/login", data={"email": EMAIL, "password": NEW})
    assert answer.location == "/login/code"


@pytest.mark.parametrize(("minutes", "status"), [(59, 200), (61, 410)])
def test_a_link_works_for_an_hour(
    app: Flask,
    client: FlaskClient,
    log_in: LogIn,
    inbox: Inbox,
    minutes: int,
    status: int,
) -> None:
    log_in(Role.ANALYST)
    link = ask(app, client, inbox)
    with time_machine.travel(utc_now() + timedelta(minutes=minutes)):
        assert client.get(link).status_code == status


def test_another_password_makes_a_link_worthless(
    app: Flask, client: FlaskClient, log_in: LogIn, inbox: Inbox
) -> None:
    client = log_in(Role.ANALYST)
    link = ask(app, client, inbox)
    client.post("/account/password", data={"current": PASSWORD, **CHOICE})
    assert app.test_client().get(link).status_code == 410


@pytest.mark.parametrize("token", ["x", "a.b.c", "WzEsICJhIl0.aaaaaa.bbbbbbbb", "%00"])
@pytest.mark.parametrize("place", ["password", "invitation"])
def test_a_made_up_link_is_refused(client: FlaskClient, place: str, token: str) -> None:
    assert client.get(f"/{place}/{token}").status_code == 404


def test_the_outbox_forgets_the_link_once_it_is_sent(
    app: Flask, client: FlaskClient, log_in: LogIn, inbox: Inbox
) -> None:
    log_in(Role.ANALYST)
    ask(app, client, inbox)
    with app.app_context():
        [row] = db.session.query(OutboxMessage).all()
        assert (row.text, row.html) == ("", None)


def test_a_colleague_is_invited_in_her_language_and_comes_in(
    app: Flask, client: FlaskClient, log_in: LogIn, inbox: Inbox
) -> None:
    boss = log_in(Role.ADMINISTRATOR)
    form = {"email": " Eve@Example.org ", "role": "viewer", "language": "fr"}
    assert boss.post("/admin/accounts/invite", data=form).status_code == 303
    message = delivered(app, inbox)[-1]
    assert message["To"] == "eve@example.org"
    assert "invité" in message["Subject"]
    link = link_of(message)
    eve = app.test_client()
    eve.environ_base["wsgi.url_scheme"] = "https"
    wrong_place = link.replace("/invitation/", "/password/")
    assert eve.get(wrong_place).status_code == 404
    assert eve.post(link, data=CHOICE).location == "/login"
    eve.post("/login", data={"email": "eve@example.org", "password": NEW})
    assert eve.get("/account").status_code == 200
    assert eve.get(link).status_code == 410


def test_inviting_again_makes_the_first_link_worthless(
    app: Flask, client: FlaskClient, log_in: LogIn, inbox: Inbox
) -> None:
    boss = log_in(Role.ADMINISTRATOR)
    form = {"email": "eve@example.org", "role": "viewer", "language": "en"}
    shown = boss.post("/admin/accounts/invite", data=form).location
    boss.post(f"{shown}/link")
    first, second = map(link_of, delivered(app, inbox)[-2:])
    stranger = app.test_client()
    assert [stranger.get(link).status_code for link in (first, second)] == [410, 200]


def test_who_is_deactivated_gets_no_link(
    app: Flask, client: FlaskClient, log_in: LogIn, inbox: Inbox
) -> None:
    log_in(Role.ANALYST)
    link = ask(app, client, inbox)
    with app.app_context():
        db.session.query(User).one().deactivated_at = utc_now()
        db.session.commit()
    assert client.get(link).status_code == 410
    client.post("/password/forgotten", data={"email": EMAIL})
    assert len(delivered(app, inbox)) == 1


def test_without_mail_an_administrator_gets_the_link_once(tmp_path: Path) -> None:
    app = create_app(Config(secret_key="tests", instance_path=tmp_path), FakeClassifier())
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        db.create_all()
        accounts.create_user(
            db.session(), "boss@example.org", PASSWORD, Role.ADMINISTRATOR, utc_now()
        )
        db.session.commit()
    boss = app.test_client()
    boss.post("/login", data={"email": "boss@example.org", "password": PASSWORD})
    form = {"email": "eve@example.org", "role": "analyst", "language": "en"}
    shown = boss.post("/admin/accounts/invite", data=form)
    assert shown.headers["Cache-Control"] == "no-store"
    found = re.search(r"http://127\.0\.0\.1:8000(/invitation/[^<]+)<", shown.text)
    assert found is not None
    assert found[1] not in boss.get("/admin/accounts/2").text
    assert app.test_client().post(found[1], data=CHOICE).status_code == 303
    with app.app_context():
        assert db.session.query(OutboxMessage).count() == 0
    assert app.test_client().post("/password/forgotten", data=form).status_code == 422
