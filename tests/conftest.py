"""Fixtures: an application of its own for every test, on a real database file."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy import Pool, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from airparadis import logs
from airparadis.app import create_app
from airparadis.config import Config
from airparadis.domain.accounts import Role
from airparadis.extensions import db
from airparadis.runtime import utc_now
from airparadis.services import accounts
from tests.fakes import FakeClassifier

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The developer's own environment must not change what a test sees."""
    for name in Config.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(autouse=True)
def _close_connections() -> Iterator[None]:
    """Close what a test opened, also by an application of its own; from 3.13 a leak is an error."""
    opened: list[ConnectionPoolEntry] = []

    def keep(_connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        opened.append(entry)

    event.listen(Pool, "connect", keep)
    yield
    event.remove(Pool, "connect", keep)
    for entry in opened:
        entry.invalidate()  # closes it, and keeps its pool from using it once more


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(secret_key="for tests only", instance_path=tmp_path)


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    app = create_app(config, FakeClassifier())
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.session.remove()
    logs.close_logging()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with app.app_context():
        yield db.session()


@pytest.fixture
def log_in(app: Flask, client: FlaskClient) -> Callable[[Role], FlaskClient]:
    """Log the client in as a fresh account of a role."""

    def as_role(role: Role) -> FlaskClient:
        email = f"{role}@example.org"
        with app.app_context():
            accounts.create_user(db.session(), email, PASSWORD, role, utc_now())
            db.session.commit()
        response = client.post("/login", data={"email": email, "password": PASSWORD})
        assert response.status_code == 303
        return client

    return as_role
