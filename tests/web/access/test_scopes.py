"""A key opens what it is for, and nothing else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from airparadis.domain.accounts.policy import Scope
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import api_keys
from airparadis.web.api.blueprint import SCOPES
from airparadis.web.extensions import db

CALLS = {
    "api.predict": ("POST", "/api/v1/predict"),
    "api.vote": ("POST", "/api/v1/feedback"),
    "api.take_tweets": ("POST", "/api/v1/tweets"),
    "api.stats": ("GET", "/api/v1/stats"),
    "api.drift_of_window": ("GET", "/api/v1/drift"),
    "api.drift_over_time": ("GET", "/api/v1/drift/history"),
    "api.wrong": ("GET", "/api/v1/feedback/wrong"),
    "api.history": ("GET", "/api/v1/incidents"),
    "metrics.metrics": ("GET", "/metrics"),
}
NEEDED = {**SCOPES, "metrics.metrics": Scope.READ}


@pytest.fixture
def keys(app: Flask) -> dict[Scope, str]:
    with app.app_context():
        made = {scope: api_keys.create(db.session(), scope, utc_now(), [scope]) for scope in Scope}
        db.session.commit()
    return made


def test_every_call_says_what_a_key_must_be_for(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint[:4] == "api."}
    assert endpoints == set(SCOPES)
    assert {name for name, scope in NEEDED.items() if scope} == set(CALLS)


@pytest.mark.parametrize("endpoint", CALLS)
def test_a_key_without_the_scope_is_refused(
    client: FlaskClient, keys: dict[Scope, str], endpoint: str
) -> None:
    method, path = CALLS[endpoint]
    for scope, key in keys.items():
        headers = {"Authorization": f"Bearer {key}"}
        answer = client.open(path, method=method, headers=headers, json={})
        if scope is NEEDED[endpoint]:
            assert answer.status_code not in {401, 403}, scope
            continue
        assert answer.status_code == 403, scope
        if path.startswith("/api/"):
            error = (answer.json or {})["error"]
            assert error["code"] == "forbidden"
            assert str(NEEDED[endpoint]) in error["message"]


def test_what_is_public_takes_any_key(client: FlaskClient, keys: dict[Scope, str]) -> None:
    for key in keys.values():
        headers = {"Authorization": f"Bearer {key}"}
        assert client.get("/api/v1/model", headers=headers).status_code == 200
