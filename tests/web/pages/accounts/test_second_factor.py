"""The second factor on the pages."""

import re
from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from airparadis.config.settings import Config
from airparadis.db.tables import OutboxMessage, User
from airparadis.domain.accounts.roles import Role
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import accounts
from airparadis.web.extensions import db
from tests.conftest import PASSWORD, running
from tests.support.servers.smtp import Inbox
from tests.web.pages.accounts.test_audit import entries

LogIn = Callable[[Role], FlaskClient]
PAGE = "/account/second-factor"
FORM = {"email": "analyst@example.org", "password": PASSWORD}


def secret(app: Flask) -> str:
    with app.app_context():
        found = db.session.query(User).filter_by(email=FORM["email"]).one().totp_secret
    assert found is not None
    return found


def turn_on(app: Flask, client: FlaskClient) -> list[str]:
    assert client.post(f"{PAGE}/begin", data={"current": PASSWORD}).status_code == 303
    code = pyotp.TOTP(secret(app)).at(utc_now() - timedelta(seconds=30))
    shown = client.post(f"{PAGE}/confirm", data={"code": code})
    assert shown.status_code == 200
    assert shown.headers["Cache-Control"] == "no-store"
    return re.findall(r"<code>([A-Z2-7-]{19})</code>", shown.text)


def code_now(app: Flask) -> str:
    return pyotp.TOTP(secret(app)).at(utc_now())


@pytest.fixture
def codes(app: Flask, log_in: LogIn) -> list[str]:
    return turn_on(app, log_in(Role.ANALYST))


def test_the_picture_is_an_image_that_the_policy_allows_and_then_gone(
    app: Flask, log_in: LogIn
) -> None:
    client = log_in(Role.ANALYST)
    assert client.get(f"{PAGE}/qr.svg").status_code == 404
    client.post(f"{PAGE}/begin", data={"current": PASSWORD})
    picture = client.get(f"{PAGE}/qr.svg")
    assert (picture.status_code, picture.mimetype) == (200, "image/svg+xml")
    assert picture.headers["Cache-Control"] == "no-store"
    page = client.get(PAGE).text
    assert f'src="{PAGE}/qr.svg"' in page
    assert secret(app) in page
    client.post(f"{PAGE}/confirm", data={"code": code_now(app)})
    assert client.get(f"{PAGE}/qr.svg").status_code == 404
    assert secret(app) not in client.get(PAGE).text


def test_turning_it_on_takes_the_password_and_a_code(app: Flask, log_in: LogIn) -> None:
    client = log_in(Role.ANALYST)
    assert client.post(f"{PAGE}/begin", data={"current": "wrong"}).status_code == 422
    client.post(f"{PAGE}/begin", data={"current": PASSWORD})
    assert client.post(f"{PAGE}/confirm", data={"code": "000000"}).status_code == 422
    client.post("/logout")
    assert client.post("/login", data=FORM).location == "/home"


@pytest.mark.usefixtures("codes")
def test_the_password_alone_opens_nothing(app: Flask) -> None:
    client = app.test_client()
    assert client.post("/login", data=FORM).location == "/login/code"
    assert client.get("/admin").status_code == 302
    assert client.get("/login/code").status_code == 200
    assert client.post("/login/code", data={"code": "000000"}).status_code == 422
    assert client.get("/admin").status_code == 302
    code = code_now(app)
    assert client.post("/login/code", data={"code": code}).location == "/home"
    assert client.get("/admin").status_code == 200
    again = app.test_client()
    again.post("/login", data=FORM)
    assert again.post("/login/code", data={"code": code}).status_code == 422


def test_a_recovery_code_opens_once(app: Flask, codes: list[str]) -> None:
    assert len(codes) == 10
    answers = []
    for _ in range(2):
        client = app.test_client()
        client.post("/login", data={**FORM, "next": "/radar"})
        answers.append(client.post("/login/code", data={"code": codes[3]}))
    assert [answer.status_code for answer in answers] == [303, 422]
    assert answers[0].location == "/radar"


@pytest.mark.usefixtures("codes")
def test_the_code_must_follow_soon(app: Flask) -> None:
    client = app.test_client()
    with time_machine.travel(utc_now(), tick=False) as clock:
        client.post("/login", data=FORM)
        clock.shift(timedelta(minutes=11))
        answer = client.post("/login/code", data={"code": code_now(app)})
    assert answer.location == "/login"
    assert client.get("/admin").status_code == 302


def test_the_page_of_the_code_leads_nowhere_without_a_password(client: FlaskClient) -> None:
    assert client.get("/login/code").location == "/login"
    assert client.post("/login/code", data={"code": "123456"}).location == "/login"


@pytest.mark.usefixtures("codes")
def test_it_is_turned_off_with_the_password(app: Flask, client: FlaskClient) -> None:
    assert client.post(f"{PAGE}/disable", data={"current": "wrong"}).status_code == 422
    assert client.post(f"{PAGE}/disable", data={"current": PASSWORD}).status_code == 303
    assert app.test_client().post("/login", data=FORM).location == "/home"


def test_new_recovery_codes_replace_the_old(
    app: Flask, client: FlaskClient, codes: list[str]
) -> None:
    shown = client.post(f"{PAGE}/codes", data={"current": PASSWORD}).text
    fresh = re.findall(r"<code>([A-Z2-7-]{19})</code>", shown)
    assert len(fresh) == 10
    assert set(fresh).isdisjoint(codes)
    acts = [entry.act for entry in entries(app)]
    assert acts[:2] == ["account.recovery-codes", "account.factor-enabled"]
    assert not any(code in str(entry.detail) for entry in entries(app) for code in fresh)


def test_turning_it_on_rotates_the_session(app: Flask, client: FlaskClient, log_in: LogIn) -> None:
    log_in(Role.ANALYST)
    with client.session_transaction() as cookie:
        before = cookie["_user_id"]
    turn_on(app, client)
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != before


def test_the_third_wrong_code_is_mailed_to_the_account_and_audited_once(
    config: Config, post: tuple[Inbox, int]
) -> None:
    mail = {"mail_server": "127.0.0.1", "mail_port": post[1]}
    with running(config.model_copy(update=mail)) as app:
        client = app.test_client()
        with app.app_context():
            accounts.create_user(db.session(), FORM["email"], PASSWORD, Role.ANALYST, utc_now())
            db.session.commit()
        client.post("/login", data=FORM)
        turn_on(app, client)
        client.post("/logout")
        client.post("/login", data=FORM)
        for _ in range(5):
            assert client.post("/login/code", data={"code": "000000"}).status_code == 422
        with app.app_context():
            subjects = [row.subject for row in db.session.query(OutboxMessage)]
        assert [subject for subject in subjects if "Wrong codes" in subject] == [
            "[Air Paradis] Wrong codes were entered for your account"
        ]
        acts = [entry.act for entry in entries(app)]
        assert acts.count("account.codes-refused") == 1
