"""Liveness, readiness, and what is said when there is no model."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from airparadis.app import create_app
from airparadis.config.settings import Config
from airparadis.domain.accounts.roles import Role
from airparadis.web.extensions import db
from tests.support.fakes import FakeClassifier


def test_a_working_application_is_ready(client: FlaskClient) -> None:
    for path in ("/readyz", "/health"):
        response = client.get(path)
        assert response.status_code == 200
        assert response.get_json() == {"status": "ok", "model": "ok", "database": "ok"}


def test_without_a_model_it_lives_but_is_not_ready_and_scores_nothing(
    config: Config, tmp_path: Path
) -> None:
    app = create_app(config.model_copy(update={"model_dir": tmp_path / "none"}))
    with app.app_context():
        db.create_all()
    client = app.test_client()
    assert client.get("/livez").status_code == 200
    assert client.get("/readyz").status_code == 503
    assert client.get("/health").get_json()["model"] == "no verified model is loaded"
    refused = client.post("/api/v1/predict", json={"text": "I love it"})
    assert refused.status_code == 503
    assert refused.get_json()["error"]["code"] == "unavailable"


def test_a_failing_database_still_gets_its_error_page(
    app: Flask, log_in: Callable[[Role], FlaskClient]
) -> None:
    client = log_in(Role.ANALYST)
    with app.app_context():
        db.drop_all()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    response = client.post("/", data={"text": "I love this airline"})
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.text


def test_without_tables_it_is_not_ready(config: Config, empty_database: dict[str, str]) -> None:
    url = empty_database.get("DATABASE_URL", "")
    app = create_app(config.model_copy(update={"database_url": url}), FakeClassifier())
    client = app.test_client()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "database" in response.get_json()
    assert response.get_json()["database"] != "ok"
