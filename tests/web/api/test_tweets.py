"""`POST /api/v1/tweets`: idempotent, each row on its own, never without a key."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from airparadis.db.tables import Tweet
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import api_keys
from airparadis.web.extensions import db

PATH = "/api/v1/tweets"
NDJSON = "application/x-ndjson"


@pytest.fixture
def key(app: Flask) -> dict[str, str]:
    with app.app_context():
        value = api_keys.create(db.session(), "tests", utc_now())
        db.session.commit()
    return {"Authorization": f"Bearer {value}"}


def row(number: int, **more: Any) -> dict[str, Any]:
    return {"id": number, "text": "late", "created_at": "2026-06-01T12:00:00Z"} | more


def stored(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Tweet)) or 0


def test_rows_are_taken_or_refused_on_their_own(
    app: Flask, client: FlaskClient, key: dict[str, str]
) -> None:
    rows = [row(1), row(2, text=""), "no object", row(1), row(3, source="export", reach=4)]
    response = client.post(PATH, json=rows, headers=key)
    assert response.status_code == 202
    assert response.get_json() == {
        "new": 2,
        "known": 1,
        "errors": [
            {"row": 1, "message": "text is empty"},
            {"row": 2, "message": "is not an object"},
        ],
    }
    assert stored(app) == 2


def test_sending_again_changes_nothing(
    app: Flask, client: FlaskClient, key: dict[str, str]
) -> None:
    client.post(PATH, json=[row(1)], headers=key)
    again = client.post(PATH, json=[row(1, text="other words")], headers=key)
    assert again.get_json() == {"new": 0, "known": 1, "errors": []}
    assert stored(app) == 1


def test_lines_do_as_well_as_a_list(client: FlaskClient, key: dict[str, str]) -> None:
    body = "\n".join(json.dumps(row(n)) for n in range(3)) + "\n\n"
    response = client.post(PATH, data=body, content_type=NDJSON, headers=key)
    assert response.get_json()["new"] == 3


def test_a_broken_line_does_no_harm_to_others(client: FlaskClient, key: dict[str, str]) -> None:
    body = "\n".join(["{broken", json.dumps(row(1)), "[]"])
    reply = client.post(PATH, data=body, content_type=NDJSON, headers=key).get_json()
    assert reply["new"] == 1
    assert [error["row"] for error in reply["errors"]] == [0, 2]


def test_a_key_is_always_needed(app: Flask, client: FlaskClient) -> None:
    assert client.post(PATH, json=[row(1)]).status_code == 401
    assert stored(app) == 0


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("{}", "application/json", 400),
        ("[", "application/json", 400),
        ("[" * 100_000, "application/json", 400),
        ("[]", "text/plain", 415),
        (json.dumps([row(n) for n in range(1_001)]), "application/json", 422),
        (b"\xff", "application/json", 400),
        ("[]", "application/json", 202),
    ],
)
def test_a_body_that_is_no_list_of_tweets_is_refused(
    client: FlaskClient, key: dict[str, str], body: str, kind: str, status: int
) -> None:
    assert client.post(PATH, data=body, content_type=kind, headers=key).status_code == status
