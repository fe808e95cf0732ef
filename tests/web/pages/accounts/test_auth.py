"""Logging in and out, passwords, and who may see what."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from airparadis.app import create_app
from airparadis.config.settings import Config
from airparadis.domain.accounts.roles import Role
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import accounts
from airparadis.services.accounts.first_admin import PASSWORD_FILE, ensure_admin
from airparadis.web.extensions import db
from tests.conftest import PASSWORD
from tests.support.fakes import FakeClassifier

LogIn = Callable[[Role], FlaskClient]
NEW = "a new long password"


def test_the_dashboard_asks_who_is_there_and_comes_back(client: FlaskClient) -> None:
    response = client.get("/admin?span=day")
    assert response.status_code == 302
    assert response.location.startswith("/login?next=")
    assert client.get(response.location).status_code == 200


@pytest.mark.parametrize(
    ("role", "shown"), [(Role.VIEWER, False), (Role.ANALYST, True), (Role.ADMINISTRATOR, True)]
)
def test_the_dashboard_is_for_every_account_what_is_done_from_it_is_not(
    log_in: LogIn, role: Role, shown: bool
) -> None:
    page = log_in(role).get("/admin")
    assert page.status_code == 200
    assert ('href="/admin/review"' in page.text) is shown


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        accounts.create_user(db.session(), "ana@example.org", PASSWORD, Role.ANALYST, utc_now())
        db.session.commit()
    emails = ("ana@example.org", "bob@example.org")
    answers = [
        client.post("/login", data={"email": email, "password": "wrong"}) for email in emails
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    pages = [answer.text.replace(email, "") for email, answer in zip(emails, answers, strict=True)]
    first, second = (re.sub(r'name="csrf_token" value="[^"]+"', "", page) for page in pages)
    assert first == second  # but for the token, which holds the second it was made in


def test_login_is_throttled(config: Config) -> None:
    app = create_app(config.model_copy(update={"rate_limit_login": "3/minute"}), FakeClassifier())
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        db.create_all()
    client = app.test_client()
    form = {"email": "ana@example.org", "password": "wrong"}
    codes = [client.post("/login", data=form).status_code for _ in range(4)]
    assert codes == [422, 422, 422, 429]


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_a_login_never_leads_to_another_site(app: Flask, client: FlaskClient, target: str) -> None:
    with app.app_context():
        accounts.create_user(db.session(), "ana@example.org", PASSWORD, Role.ANALYST, utc_now())
        db.session.commit()
    form = {"email": "ana@example.org", "password": PASSWORD, "next": target}
    assert client.post("/login", data=form).location == "/home"


def test_logging_out_ends_the_session(log_in: LogIn) -> None:
    client = log_in(Role.ANALYST)
    assert client.post("/logout").status_code == 303
    assert client.get("/admin").status_code == 302


def test_logging_out_needs_a_post(log_in: LogIn) -> None:
    assert log_in(Role.ANALYST).get("/logout").status_code == 405


def test_a_new_password_ends_the_other_sessions(app: Flask, log_in: LogIn) -> None:
    here = log_in(Role.ANALYST)
    elsewhere = app.test_client()
    elsewhere.post("/login", data={"email": "analyst@example.org", "password": PASSWORD})
    form = {"current": PASSWORD, "password": NEW, "repeat": NEW}
    assert here.post("/account/password", data=form).status_code == 303
    assert here.get("/admin").status_code == 200
    assert elsewhere.get("/admin").status_code == 302


@pytest.mark.parametrize(
    "form",
    [
        {"current": "wrong", "password": NEW, "repeat": NEW},
        {"current": PASSWORD, "password": "short", "repeat": "short"},
        {"current": PASSWORD, "password": NEW, "repeat": "another long password"},
        {},
    ],
)
def test_a_password_change_at_fault_changes_nothing(
    app: Flask, log_in: LogIn, form: dict[str, str]
) -> None:
    assert log_in(Role.ANALYST).post("/account/password", data=form).status_code == 422
    with app.app_context():
        assert accounts.authenticate(db.session(), "analyst@example.org", PASSWORD)


def test_a_one_time_password_must_be_changed_and_is_then_forgotten(
    app: Flask, config: Config, client: FlaskClient
) -> None:
    with app.app_context():
        password = ensure_admin(db.session(), config, utc_now())
        db.session.commit()
    assert password is not None
    kept = config.instance_path / PASSWORD_FILE
    assert password in kept.read_text()
    assert kept.stat().st_mode & 0o777 == 0o600
    response = client.post("/login", data={"email": "admin@localhost", "password": password})
    assert response.location == "/account/password"
    assert client.get("/admin").location == "/account/password"
    form = {"current": password, "password": NEW, "repeat": NEW}
    assert client.post("/account/password", data=form).location == "/home"
    assert client.get("/admin").status_code == 200
    assert not kept.exists()


def test_the_session_cookie_is_closed_to_scripts_and_other_sites(
    app: Flask, client: FlaskClient, log_in: LogIn
) -> None:
    log_in(Role.ANALYST)
    cookie = client.get_cookie("session")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"


def test_behind_https_cookies_are_secure(config: Config) -> None:
    app = create_app(
        config.model_copy(update={"public_url": "https://x.example"}), FakeClassifier()
    )
    assert app.config["SESSION_COOKIE_SECURE"]


def test_a_form_without_token_is_refused(config: Config) -> None:
    app = create_app(config, FakeClassifier())
    with app.app_context():
        db.create_all()
    client = app.test_client()
    for path in ("/", "/login", "/logout", "/preferences", "/account/password"):
        assert client.post(path, data={"text": "I love it"}).status_code == 400, path
