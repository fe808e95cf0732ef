"""A database that does not answer: 503, a reason, nothing kept, and an ordinary answer after."""

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from airparadis.app import create_app
from airparadis.config.settings import Config
from airparadis.db import base as connecting
from airparadis.db.base import WRITE_LOCK
from airparadis.db.faults import StorageFault, storage_fault
from airparadis.db.tables import Prediction
from airparadis.domain.accounts.roles import Role
from airparadis.lib import sqlite_file
from airparadis.services.predictions.sqlite_ledger import SqliteLedger
from airparadis.web.extensions import db
from tests.support.databases import connect, is_postgresql
from tests.support.fakes import FakeClassifier
from tests.support.listening import listening
from tests.support.servers.ports import free_port


def sqlite_error(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("made up")
    error.sqlite_errorcode = code
    return error


class ServerError(Exception):
    """An error as psycopg raises it."""

    def __init__(self, sqlstate: str | None) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("cause", "fault"),
    [
        (sqlite_error(sqlite3.SQLITE_BUSY), StorageFault.BUSY),
        (sqlite_error(sqlite3.SQLITE_BUSY_SNAPSHOT), StorageFault.BUSY),
        (sqlite_error(sqlite3.SQLITE_FULL), StorageFault.FULL),
        (sqlite_error(sqlite3.SQLITE_IOERR_WRITE), StorageFault.FULL),
        (sqlite_error(sqlite3.SQLITE_CORRUPT), StorageFault.DAMAGED),
        (sqlite_error(sqlite3.SQLITE_NOTADB), StorageFault.DAMAGED),
        (sqlite_error(sqlite3.SQLITE_CANTOPEN), StorageFault.UNREACHABLE),
        (sqlite_error(sqlite3.SQLITE_READONLY), StorageFault.UNREACHABLE),
        (sqlite_error(sqlite3.SQLITE_ERROR), None),
        (ServerError("53100"), StorageFault.FULL),
        (ServerError("40P01"), StorageFault.BUSY),
        (ServerError("57P01"), StorageFault.UNREACHABLE),
        (ServerError("42P01"), None),
        (ServerError(None), None),
    ],
)
def test_errors_of_the_driver_are_told_apart(cause: Exception, fault: StorageFault | None) -> None:
    assert storage_fault(OperationalError("SELECT 1", {}, cause)) is fault


def test_what_was_asked_wrongly_is_no_fault_of_storage() -> None:
    asked = sqlite3.IntegrityError("UNIQUE constraint failed")
    asked.sqlite_errorcode = sqlite3.SQLITE_CONSTRAINT_UNIQUE
    assert storage_fault(IntegrityError("INSERT", {}, asked)) is None
    assert storage_fault(SQLAlchemyError("of ours")) is None
    assert storage_fault(PoolTimeoutError("all are taken")) is StorageFault.BUSY
    assert storage_fault(sqlite_error(sqlite3.SQLITE_FULL)) is StorageFault.FULL


Fail = Callable[[StorageFault | None], None]
SQLITE = {
    StorageFault.BUSY: sqlite3.SQLITE_BUSY,
    StorageFault.FULL: sqlite3.SQLITE_FULL,
    StorageFault.DAMAGED: sqlite3.SQLITE_CORRUPT,
}
POSTGRESQL = {
    StorageFault.BUSY: psycopg.errors.LockNotAvailable,
    StorageFault.FULL: psycopg.errors.DiskFull,
    StorageFault.DAMAGED: psycopg.errors.DataCorrupted,
}


class FailingDriver:
    """A driver's connection that adds rows only while there is no fault."""

    def __init__(self, driver: sqlite3.Connection, faults: list[StorageFault | None]) -> None:
        self._driver = driver
        self._faults = faults

    def execute(self, statement: str) -> sqlite3.Cursor:
        return self._driver.execute(statement)

    def executemany(self, statement: str, rows: list[list[Any]]) -> sqlite3.Cursor:
        if fault := self._faults[0]:
            raise sqlite_error(SQLITE[fault])
        return self._driver.executemany(statement, rows)


@pytest.fixture
def failing(
    app: Flask, database: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Fail]:
    """Let every statement that writes a prediction fail as this driver would; None: no more."""
    faults: list[StorageFault | None] = [None]

    def fail(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if (fault := faults[0]) and statement.startswith("INSERT INTO prediction"):
            raise POSTGRESQL[fault]()

    def set_fault(fault: StorageFault | None) -> None:
        faults[0] = fault

    if is_postgresql(database):
        with listening(engine_of(app), "before_cursor_execute", fail):
            yield set_fault
        return
    begin = SqliteLedger.__init__

    def with_faults(ledger: SqliteLedger, engine: Engine) -> None:
        begin(ledger, engine)
        ledger._driver = FailingDriver(ledger._driver, faults)  # type: ignore[assignment]

    monkeypatch.setattr(SqliteLedger, "__init__", with_faults)
    yield set_fault


@pytest.mark.parametrize(
    ("fault", "words", "seconds"),
    [
        (StorageFault.BUSY, "busy", 5),
        (StorageFault.FULL, "full", 60),
        (StorageFault.DAMAGED, "damaged", 300),
    ],
)
def test_a_script_is_told_what_is_wrong_and_when_to_come_back(
    app: Flask, client: FlaskClient, failing: Fail, fault: StorageFault, words: str, seconds: int
) -> None:
    failing(fault)
    refused = client.post("/api/v1/predict", json={"text": "I love it"})
    assert refused.status_code == 503
    error = refused.get_json()["error"]
    assert error["code"] == "unavailable"
    assert words in error["message"]
    assert "nothing was stored" in error["message"]
    assert seconds - 2 <= int(refused.headers["Retry-After"]) <= seconds
    failing(None)
    assert client.post("/api/v1/predict", json={"text": "I love it"}).status_code == 200
    with app.app_context():
        assert db.session.query(Prediction).count() == 1


def test_a_reader_is_told_so_on_a_page_even_when_logged_in(
    log_in: Callable[[Role], FlaskClient], failing: Fail
) -> None:
    client = log_in(Role.ADMINISTRATOR)
    failing(StorageFault.FULL)
    refused = client.post("/", data={"text": "I love it"})
    assert refused.status_code == 503
    assert "Nothing can be stored or read at the moment" in refused.text
    assert "The model is not loaded" not in refused.text


def test_a_server_whose_writers_lock_is_held_refuses_votes_and_takes_predictions(
    app: Flask, client: FlaskClient, config: Config, database: dict[str, str]
) -> None:
    if not is_postgresql(database):
        pytest.skip("SQLite has one lock for all that is written")
    made = client.post("/api/v1/predict", json={"text": "I love it"}).get_json()
    vote = {"prediction_id": made["id"], "is_correct": False}
    with (
        listening(engine_of(app), "begin", wait_briefly),
        connect(make_url(config.database)) as holder,
    ):
        holder.execute("SELECT pg_advisory_lock(%s)", (WRITE_LOCK,))
        assert client.post("/api/v1/predict", json={"text": "I hate it"}).status_code == 200
        refused = client.post("/api/v1/feedback", json=vote)
        assert refused.status_code == 503
        assert "busy" in refused.get_json()["error"]["message"]
    assert client.post("/api/v1/feedback", json=vote).status_code == 200


def engine_of(app: Flask) -> Engine:
    with app.app_context():
        return db.engine


def wait_briefly(connection: Connection) -> None:
    connection.exec_driver_sql("SET LOCAL lock_timeout = '200ms'")


def test_a_database_held_by_a_writer_is_waited_for_and_then_said_to_be_busy(
    app: Flask,
    client: FlaskClient,
    config: Config,
    database: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if is_postgresql(database):
        pytest.skip("on PostgreSQL predictions wait for nobody")
    monkeypatch.setattr(connecting, "BUSY_TIMEOUT_SECONDS", 0.2)
    with app.app_context():
        db.engine.dispose()
    made = client.post("/api/v1/predict", json={"text": "I love it"}).get_json()
    with sqlite_file.connect(config.database_file) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert client.get(f"/api/v1/predictions/{made['id']}").status_code == 200, "readers go on"
        refused = client.post("/api/v1/predict", json={"text": "I love it"})
        assert refused.status_code == 503
        assert "busy" in refused.get_json()["error"]["message"]
        writer.execute("ROLLBACK")
    assert client.post("/api/v1/predict", json={"text": "I love it"}).status_code == 200


def test_a_command_ends_in_one_line(config: Config, database: dict[str, str]) -> None:
    if is_postgresql(database):
        away = make_url(config.database).set(port=free_port())
        config = config.model_copy(update={"database_url": away.render_as_string(False)})
        words = "it cannot be opened or reached"
    else:
        config.database_file.write_bytes(b"no database" * 1000)
        words = "the file is damaged"
    runner = create_app(config, FakeClassifier()).test_cli_runner()
    ended = runner.invoke(args=["api-key", "create", "reports"])
    assert ended.exit_code == 1
    assert ended.output.startswith(f"Error: the database does not answer: {words}")
    assert len(ended.output.splitlines()) == 1
