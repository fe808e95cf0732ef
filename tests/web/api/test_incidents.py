"""Incidents as scripts see them."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from airparadis.domain.accounts.roles import Role
from airparadis.domain.incidents.incident import Notice
from airparadis.domain.messages.outbox import Channel
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import api_keys
from airparadis.services.incidents import actions, incidents
from airparadis.services.messages import outbox
from airparadis.web.extensions import db
from tests.web.pages.incidents.test_incidents import open_incident

INCIDENTS = "/api/v1/incidents"
Headers = dict[str, str]


@pytest.fixture
def key(app: Flask) -> Headers:
    """The header of a valid API key."""
    with app.app_context():
        value = api_keys.create(db.session(), "tests", utc_now())
        db.session.commit()
    return {"Authorization": f"Bearer {value}"}


def test_an_incident_has_state_timeline_and_messages(
    app: Flask,
    client: FlaskClient,
    key: Headers,
) -> None:
    open_incident(app)
    with app.app_context():
        incident = incidents.find(db.session(), 1)
        draft = outbox.Draft(Channel.MAIL, ["oncall@example.org"], "subject", "text")
        outbox.enqueue(db.session(), incident, Notice.OPENED, draft, utc_now())
        actions.acknowledge(db.session(), 1, "ana@example.org", utc_now())
        db.session.commit()
    body = client.get(INCIDENTS, headers=key).get_json()
    assert (body["page"], body["pages"], body["total"]) == (1, 1, 1)
    [found] = body["items"]
    assert (found["id"], found["state"], found["report_count"]) == (1, "acknowledged", 3)
    assert found["acknowledged_by"] == "ana@example.org"
    assert [line["kind"] for line in found["timeline"]] == ["opened", "acknowledged"]
    assert [line["actor"] for line in found["timeline"]] == [None, "ana@example.org"]
    [message] = found["messages"]
    assert (message["notice"], message["state"], message["attempts"]) == ("opened", "pending", 0)
    assert "recipients" not in message
    assert found["opened_at"].endswith("Z")


def test_pages_that_do_not_exist_are_empty(client: FlaskClient, key: Headers) -> None:
    body = client.get(f"{INCIDENTS}?page=3&size=5", headers=key).get_json()
    assert body == {"items": [], "page": 3, "pages": 1, "total": 0}


@pytest.mark.parametrize("query", ["page=0", "size=101", "page=x", "extra=1"])
def test_a_query_that_cannot_be_read_is_refused(
    client: FlaskClient,
    key: Headers,
    query: str,
) -> None:
    response = client.get(f"{INCIDENTS}?{query}", headers=key)
    assert response.status_code == 422
    assert list(response.get_json()["error"]["fields"]) == [query.partition("=")[0]]


@pytest.mark.parametrize(("role", "status"), [(Role.ANALYST, 200), (Role.VIEWER, 401)])
def test_an_analysts_session_reads_them_a_viewers_does_not(
    log_in: Callable[[Role], FlaskClient], role: Role, status: int
) -> None:
    assert log_in(role).get(INCIDENTS).status_code == status
