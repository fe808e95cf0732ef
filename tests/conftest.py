"""Fixtures: an application as good as new for every test, on a real database file."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from flask_migrate import upgrade
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import URL, Pool, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from airparadis.app import create_app
from airparadis.config.settings import Config
from airparadis.domain.accounts.roles import Role
from airparadis.lib.clock import utc_now
from airparadis.ml.contract import Classifier
from airparadis.notify import event_log
from airparadis.services.accounts import accounts
from airparadis.web.extensions import db
from tests.support import passwords
from tests.support.applications import AppPool, make_app
from tests.support.databases import empty, new_database, server_url
from tests.support.fakes import FakeClassifier, ThreeClassFake
from tests.support.servers.smtp import Inbox, smtp_server
from tests.support.states import States

# Properties are not timed by the clock: what else a machine does says nothing about them.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

PASSWORD = "correct horse battery"
TESTS = Path(__file__).parent
WAITING = frozenset({"browser", "jobs", "server", "whole"})
"""Folders whose tests start processes or a browser."""


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: a third of the time goes by in waiting for others."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with tests that wait for others, so that none of them is left over in the end.

    On PostgreSQL, run what touches a database: the rest is the same as on SQLite.
    """
    items.sort(key=lambda item: item.path.relative_to(TESTS).parts[0] not in WAITING)
    if server_url() is None:
        return
    names = {"database", "empty_database", "postgresql"}
    touching = [item for item in items if names & set(getattr(item, "fixturenames", ()))]
    config.hook.pytest_deselected(items=[item for item in items if item not in touching])
    items[:] = touching


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The developer's own environment must not change what a test sees."""
    for name in Config.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(autouse=True)
def _quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing is made to be slow: a login takes a tenth of a second of a processor."""
    monkeypatch.setattr(accounts, "_hasher", passwords.QUICK)


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


@pytest.fixture(autouse=True, scope="session")
def _templates_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Every application has an environment of Jinja's own, which would compile all it shows."""
    folder = tmp_path_factory.getbasetemp().parent / "templates"  # of all processes of this run
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        cache = FileSystemBytecodeCache(str(folder))
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": cache})
        yield


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[URL | None]:
    """A PostgreSQL database with tables that tests take turns with; None on SQLite."""
    server = server_url()
    if server is None:
        yield None
        return
    with new_database(server) as url:
        app = create_app(
            Config(
                secret_key="for tests only",
                instance_path=tmp_path_factory.mktemp("instance"),
                database_url=url.render_as_string(hide_password=False),
            ),
            FakeClassifier(),
        )
        with app.app_context():
            upgrade()
            db.engine.dispose()
        event_log.close_logging()
        yield url


@pytest.fixture
def database(
    _no_settings_from_outside: None,
    monkeypatch: pytest.MonkeyPatch,
    migrated_database: URL | None,
) -> Iterator[dict[str, str]]:
    """The settings of this test's database: none for a SQLite file in its instance folder.

    Settings made without any are of this database, too; processes must be given them.
    """
    if migrated_database is None:
        yield {}
        return
    yield _set_url(monkeypatch, migrated_database)
    empty(migrated_database, db.metadata)


@pytest.fixture
def empty_database(
    _no_settings_from_outside: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, str]]:
    """The same without tables."""
    server = server_url()
    if server is None:
        yield {}
        return
    with new_database(server) as url:
        yield _set_url(monkeypatch, url)


def _set_url(monkeypatch: pytest.MonkeyPatch, url: URL) -> dict[str, str]:
    settings = {"DATABASE_URL": url.render_as_string(hide_password=False)}
    monkeypatch.setenv("DATABASE_URL", settings["DATABASE_URL"])
    return settings


@pytest.fixture(scope="session")
def instance_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("instance")


@pytest.fixture
def instance_path(instance_folder: Path) -> Path:
    """An empty folder, the same for every test, so that they can share an application."""
    shutil.rmtree(instance_folder)
    instance_folder.mkdir()
    return instance_folder


@pytest.fixture
def config(instance_path: Path, database: dict[str, str]) -> Config:
    return Config(secret_key="for tests only", instance_path=instance_path)


@contextmanager
def running(config: Config, classifier: Classifier | None = None) -> Iterator[Flask]:
    """An application of its own with its tables; by default with its own model."""
    app = make_app(config, classifier)
    yield app
    _close(app)


@pytest.fixture(scope="session")
def app_pool() -> AppPool:
    return AppPool()


@pytest.fixture
def app(config: Config, app_pool: AppPool) -> Iterator[Flask]:
    app = app_pool.app(config)
    yield app
    _close(app)


def _close(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()  # what a ledger has taken never comes back
    event_log.close_logging()


@pytest.fixture(scope="session")
def _post_office() -> Iterator[tuple[Inbox, int]]:
    with smtp_server() as server:
        yield server


@pytest.fixture
def post(_post_office: tuple[Inbox, int]) -> tuple[Inbox, int]:
    """The inbox of an SMTP server, empty, and its port."""
    _post_office[0].reset()
    return _post_office


@pytest.fixture
def inbox(post: tuple[Inbox, int]) -> Inbox:
    return post[0]


@pytest.fixture(scope="session")
def states() -> States:
    return States()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def three_classes(config: Config) -> Iterator[FlaskClient]:
    """A client of an application whose model knows neutral tweets, and French."""
    with running(config, ThreeClassFake()) as app:
        yield app.test_client()


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
