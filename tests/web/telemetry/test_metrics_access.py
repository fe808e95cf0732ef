"""Access to the metrics when nothing is set."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from airparadis.domain.accounts.roles import Role
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import api_keys
from airparadis.web.extensions import db


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer made-up"}])
def test_who_has_neither_key_nor_account_is_refused(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    response = client.get("/metrics", headers=headers)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert "airparadis_" not in response.text


def test_a_key_opens_the_metrics(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        key = api_keys.create(db.session(), "prometheus", utc_now())
        db.session.commit()
    response = client.get("/metrics", headers={"Authorization": f"Bearer {key}"})
    assert response.status_code == 200
    assert response.content_type.startswith("text/plain; version=")


@pytest.mark.parametrize(
    ("role", "status"), [(Role.ANALYST, 200), (Role.ADMINISTRATOR, 200), (Role.VIEWER, 401)]
)
def test_an_account_needs_to_be_an_analyst(
    role: Role, status: int, log_in: Callable[[Role], FlaskClient]
) -> None:
    assert log_in(role).get("/metrics").status_code == status
