"""My account: the sessions, seen and ended."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from airparadis.app import create_app
from airparadis.config.settings import Config
from airparadis.db.tables import AccountSession, ApiKey
from airparadis.domain.accounts.roles import Role
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import accounts, api_keys
from airparadis.web.extensions import db
from tests.conftest import PASSWORD
from tests.support.fakes import FakeClassifier
from tests.support.pages.page import Page

LogIn = Callable[[Role], FlaskClient]
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
FORM = {"email": "analyst@example.org", "password": PASSWORD}


def elsewhere(app: Flask) -> FlaskClient:
    client = app.test_client()
    response = client.post("/login", data=FORM, headers={"User-Agent": FIREFOX})
    assert response.status_code == 303
    return client


def end_buttons(client: FlaskClient) -> list[str]:
    forms = Page(client.get("/account").text).all("form")
    return [form["action"] for form in forms if "/account/sessions/" in form["action"]]


def test_sessions_are_listed_and_ended_one_by_one(app: Flask, log_in: LogIn) -> None:
    here = log_in(Role.ANALYST)
    there = elsewhere(app)
    page = here.get("/account").text
    assert "Firefox, Linux" in page
    assert "127.0.0.1" in page
    [one, _all] = end_buttons(here)
    assert here.post(one).status_code == 303
    assert there.get("/admin").status_code == 302
    assert here.get("/admin").status_code == 200
    assert end_buttons(here) == []


def test_all_other_sessions_are_ended_at_once(app: Flask, log_in: LogIn) -> None:
    here = log_in(Role.ANALYST)
    others = [elsewhere(app), elsewhere(app)]
    assert here.post("/account/sessions/end").status_code == 303
    assert [other.get("/admin").status_code for other in others] == [302, 302]
    assert here.get("/admin").status_code == 200


def test_the_session_of_another_account_is_left_alone(app: Flask, log_in: LogIn) -> None:
    log_in(Role.ANALYST)
    other = app.test_client()
    with app.app_context():
        accounts.create_user(db.session(), "eve@example.org", PASSWORD, Role.VIEWER, utc_now())
        db.session.commit()
        [hers] = db.session.query(AccountSession.id).all()
    other.post("/login", data={"email": "eve@example.org", "password": PASSWORD})
    other.post(f"/account/sessions/{hers[0]}/end")
    with app.app_context():
        assert db.session.get(AccountSession, hers[0]) is not None


def test_logging_in_rotates_the_key(app: Flask, client: FlaskClient, log_in: LogIn) -> None:
    log_in(Role.ANALYST)
    with client.session_transaction() as cookie:
        first = cookie["_user_id"]
        cookie["planted"] = "before"
    client.post("/logout")
    client.post("/login", data=FORM)
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != first
        assert "planted" not in cookie


def test_logging_in_again_ends_the_session_before(app: Flask, log_in: LogIn) -> None:
    client = log_in(Role.ANALYST)
    kept = client.get_cookie("session")
    assert kept is not None
    client.post("/login", data=FORM)
    thief = app.test_client()
    thief.set_cookie("session", kept.value)
    assert thief.get("/admin").status_code == 302
    assert client.get("/admin").status_code == 200


def test_a_cookie_that_was_kept_is_worthless_after_logging_out(
    app: Flask, client: FlaskClient, log_in: LogIn
) -> None:
    log_in(Role.ANALYST)
    kept = client.get_cookie("session")
    assert kept is not None
    client.post("/logout")
    thief = app.test_client()
    thief.set_cookie("session", kept.value)
    assert thief.get("/admin").status_code == 302


@pytest.mark.parametrize(("hours", "status"), [(1.9, 200), (2.1, 302)])
def test_a_session_that_idles_ends(log_in: LogIn, hours: float, status: int) -> None:
    with time_machine.travel(utc_now(), tick=False) as clock:
        client = log_in(Role.ANALYST)
        clock.shift(timedelta(hours=hours))
        assert client.get("/account").status_code == status


def test_a_session_in_use_ends_after_its_hours(log_in: LogIn) -> None:
    with time_machine.travel(utc_now(), tick=False) as clock:
        client = log_in(Role.ANALYST)
        codes = []
        for _ in range(13):
            codes.append(client.get("/account").status_code)
            clock.shift(timedelta(hours=1))
        assert codes == [200] * 12 + [302]


def test_being_seen_is_written_down_by_the_minute(app: Flask, log_in: LogIn) -> None:
    with time_machine.travel(utc_now(), tick=False) as clock:
        client = log_in(Role.ANALYST)
        begun = utc_now()
        clock.shift(timedelta(minutes=5))
        client.get("/account")
        with app.app_context():
            [row] = db.session.query(AccountSession).all()
            assert row.last_seen_at == begun + timedelta(minutes=5)


def test_failed_logins_of_an_account_are_counted_wherever_they_come_from(config: Config) -> None:
    """And for an address without account alike: the answer must not tell."""
    limits = {"rate_limit_account": "3/hour", "trusted_proxies": 1}
    app = create_app(config.model_copy(update=limits), FakeClassifier())
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    with app.app_context():
        db.create_all()
        accounts.create_user(db.session(), FORM["email"], PASSWORD, Role.ANALYST, utc_now())
        db.session.commit()
    for email in (FORM["email"], "nobody@example.org"):
        codes = [
            client.post(
                "/login",
                data={"email": email.upper(), "password": "wrong"},
                headers={"X-Forwarded-For": f"192.0.2.{number}"},
            ).status_code
            for number in range(4)
        ]
        assert codes == [422, 422, 422, 429], email


def test_passwords_tried_at_once_in_several_processes_do_not_pass_the_limit(config: Config) -> None:
    """Two applications count as two processes do: they share the database and nothing else."""
    limits = {"rate_limit_account": "3/hour", "trusted_proxies": 1}
    apps = [create_app(config.model_copy(update=limits), FakeClassifier()) for _ in range(2)]
    with apps[0].app_context():
        db.create_all()
    for app in apps:
        app.config["WTF_CSRF_ENABLED"] = False

    def attempt(number: int) -> int:
        return (
            apps[number % 2]
            .test_client()
            .post(
                "/login",
                data={"email": FORM["email"], "password": f"wrong {number}"},
                headers={"X-Forwarded-For": f"192.0.2.{number}"},
            )
            .status_code
        )

    with ThreadPoolExecutor(6) as pool:
        codes = list(pool.map(attempt, range(12)))
    assert sorted(codes) == [422] * 3 + [429] * 9


def test_logging_in_well_does_not_count(config: Config) -> None:
    app = create_app(config.model_copy(update={"rate_limit_account": "2/hour"}), FakeClassifier())
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        db.create_all()
        accounts.create_user(db.session(), FORM["email"], PASSWORD, Role.ANALYST, utc_now())
        db.session.commit()
    codes = [app.test_client().post("/login", data=FORM).status_code for _ in range(4)]
    assert codes == [303] * 4


def test_the_last_use_of_a_key_is_written_down(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        key = api_keys.create(db.session(), "reports", utc_now())
        db.session.commit()
    client.get("/api/v1/stats", headers={"Authorization": f"Bearer {key}"})
    with app.app_context():
        [row] = db.session.query(ApiKey).all()
        assert row.last_used_at is not None
