"""Writes between a request's reads and its answer must not make it fail.

A SQLite transaction that has read cannot write once another connection has written.
"""

import sqlite3
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from airparadis.config.settings import Config
from airparadis.domain.accounts.roles import Role
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import accounts, api_keys
from airparadis.web.extensions import db, login
from tests.conftest import PASSWORD

FORMS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/", {"text": "I hate it"}),
    ("/admin/topics", {"rules": "delay: late"}),
    ("/admin/topics/reset", {}),
    ("/admin/settings", {"threshold": "4", "minutes": "5", "repeat": "60", "damping": "5"}),
    ("/admin/settings/reset", {}),
    ("/admin/settings/digest", {"at": "08:00"}),
    ("/admin/models/train", {}),
    ("/account/sessions/end", {}),
    ("/account/second-factor/begin", {"current": PASSWORD}),
    ("/account/second-factor/disable", {"current": PASSWORD}),
    ("/admin/accounts/invite", {"email": "eve@example.org", "role": "viewer", "language": "en"}),
    ("/admin/accounts/1/reactivate", {}),
    ("/admin/accounts/1/end-sessions", {}),
    ("/admin/accounts/1/link", {}),
    ("/admin/keys", {"name": "reports", "scopes": ["read"], "days": "30"}),
    ("/logout", {}),
)


def then_written(config: Config, read: Callable[..., Any]) -> Callable[..., Any]:
    """The same, but that another process writes right after it."""

    def reading(*arguments: Any) -> Any:
        found = read(*arguments)
        connection = sqlite3.connect(config.instance_path / "airparadis.sqlite3")
        with connection:
            connection.execute("CREATE TABLE IF NOT EXISTS elsewhere (n)")
            connection.execute("INSERT INTO elsewhere VALUES (1)")
        connection.close()
        return found

    return reading


@pytest.fixture
def busy(
    config: Config, log_in: Callable[[Role], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> FlaskClient:
    client = log_in(Role.ADMINISTRATOR)
    monkeypatch.setattr(login, "_user_callback", then_written(config, login._user_callback))
    monkeypatch.setattr(api_keys, "find", then_written(config, api_keys.find))
    monkeypatch.setattr(accounts, "_verifies", then_written(config, accounts._verifies))
    return client


@pytest.mark.parametrize(("path", "form"), FORMS, ids=[path for path, _ in FORMS])
def test_a_form_is_taken(busy: FlaskClient, path: str, form: dict[str, Any]) -> None:
    assert busy.post(path, data=form).status_code in {200, 303}


def test_a_file_is_taken(busy: FlaskClient) -> None:
    upload = {"file": (BytesIO(b"text,label\nso late,negative\n"), "labels.csv")}
    assert busy.post("/admin/review/files", data=upload).status_code == 200


def test_a_script_with_a_key_scores_and_votes(app: Flask, busy: FlaskClient) -> None:
    with app.app_context():
        key = api_keys.create(db.session(), "reports", utc_now())
        db.session.commit()
    headers = {"Authorization": f"Bearer {key}"}
    answer = busy.post("/api/v1/predict", json={"text": "I hate it"}, headers=headers)
    assert answer.status_code == 200, answer.text
    ballot = {"prediction_id": answer.get_json()["id"], "is_correct": False}
    assert busy.post("/api/v1/feedback", json=ballot, headers=headers).status_code == 200


def test_somebody_logs_in_and_changes_the_password(busy: FlaskClient) -> None:
    address = {"email": "administrator@example.org"}
    assert busy.post("/login", data={**address, "password": PASSWORD}).status_code == 303
    new = "another long password"
    passwords = {"current": PASSWORD, "password": new, "repeat": new}
    assert busy.post("/account/password", data=passwords).status_code == 303
