"""Every route asks for what `access_table` says, and every change by cookie for a token."""

import uuid
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from airparadis.app import create_app
from airparadis.config.settings import Config
from airparadis.domain.accounts.roles import Role
from airparadis.web.extensions import db
from tests.support.access_table import ACCESS, Access
from tests.support.fakes import FakeClassifier

LogIn = Callable[[Role], FlaskClient]
SAFE = {"GET", "HEAD", "OPTIONS"}
SAMPLES = {
    "IntegerConverter": 1,
    "_Number": 1,
    "UUIDConverter": uuid.UUID(int=1),
    "UnicodeConverter": "x",
    "PathConverter": "x",
}
ANALYSTS = {Role.ANALYST, Role.ADMINISTRATOR}
ADMITTED = {
    Access.ACCOUNT: set(Role),
    Access.VIEWER: set(Role),
    Access.ANALYST: ANALYSTS,
    Access.ADMINISTRATOR: {Role.ADMINISTRATOR},
}


def calls(app: Flask) -> Iterator[tuple[Rule, str, str]]:
    """Every rule with each of its methods and a path that fits."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        values = {
            name: SAMPLES[type(converter).__name__] for name, converter in rule._converters.items()
        }
        values |= {"filename": "css/app.css"} if "filename" in rule.arguments else {}
        path = adapter.build(rule.endpoint, values)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method, path


def lets_in(answer: TestResponse) -> bool:
    """Return whether a caller passed the access checks; the page itself may not exist."""
    to_login = answer.status_code == 302 and answer.location.startswith("/login?next=")
    return not to_login and answer.status_code not in {401, 403}


def test_the_table_names_every_route_and_no_other(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ACCESS)


@pytest.mark.parametrize("role", [None, *Role])
def test_every_route_answers_as_the_table_says(
    app: Flask, client: FlaskClient, log_in: LogIn, role: Role | None
) -> None:
    """Logging out and ending one's own session would end the walk: they are shown elsewhere."""
    if role is not None:
        log_in(role)
    ending = {
        "auth.log_out",
        "accounts.end_sessions",
        "accounts.change_role",
        "account.end_session",
    }
    for rule, method, path in calls(app):
        access = ACCESS[rule.endpoint]
        if rule.endpoint in ending and role in ADMITTED[access]:
            continue
        answer = client.open(path, method=method)
        allowed = access in {Access.PUBLIC, Access.LINK}
        if access is Access.KEY:  # tweets take a key and nothing else
            allowed = role in ANALYSTS and rule.endpoint != "api.take_tweets"
        elif not allowed:
            allowed = role in ADMITTED[access]
        assert lets_in(answer) is allowed, (rule.endpoint, method, role, answer.status_code)
        answer.close()


def test_every_change_by_cookie_needs_a_token(config: Config) -> None:
    """The API takes no authority from cookies; it is left out, and shown to ignore them."""
    app = create_app(config, FakeClassifier())
    with app.app_context():
        db.create_all()
    client = app.test_client()
    walked = 0
    for rule, method, path in calls(app):
        if method in SAFE or rule.endpoint.startswith("api."):
            continue
        answer = client.open(path, method=method, data={"csrf_token": "made-up"})
        assert answer.status_code == 400, (rule.endpoint, method, answer.status_code)
        walked += 1
    assert walked > 30


def test_the_api_takes_no_change_from_a_session(config: Config, log_in: LogIn) -> None:
    """A page elsewhere could make a browser post there, with its cookies."""
    boss = log_in(Role.ADMINISTRATOR)
    assert boss.post("/api/v1/tweets", json=[]).status_code == 401
    for path in ("/api/v1/predict", "/api/v1/feedback"):
        foreign = boss.post(path, data="text=x", content_type="text/plain")
        assert foreign.status_code == 415


def test_nothing_changes_by_get(app: Flask) -> None:
    acting = {"acknowledge", "snooze", "remove", "release", "revoke", "deactivate", "end", "reset"}
    for rule in app.url_map.iter_rules():
        last = rule.rule.rstrip("/").rpartition("/")[2]
        if last in acting:
            assert "GET" not in (rule.methods or set()), rule.rule
