"""A database that does not answer: 503, a reason, nothing kept, and an ordinary answer after."""

import sqlite3
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from airparadis import database
from airparadis.config import Config
from airparadis.domain.accounts import Role
from airparadis.extensions import db
from airparadis.sqlite_file import opened
from airparadis.storage_faults import StorageFault, storage_fault


def sqlite_error(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("made up")
    error.sqlite_errorcode = code
    return error


class ServerError(Exception):
    """As psycopg raises them."""

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


@pytest.fixture
def failing(app: Flask) -> Callable[[int], None]:
    """Let every statement that writes a prediction fail with a code of SQLite; 0: no more."""
    codes = [0]

    def fail(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if codes[0] and statement.startswith("INSERT INTO prediction"):
            raise sqlite_error(codes[0])

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", fail)

    def set_code(code: int) -> None:
        codes[0] = code

    return set_code


@pytest.mark.parametrize(
    ("code", "words", "seconds"),
    [
        (sqlite3.SQLITE_BUSY, "busy", 5),
        (sqlite3.SQLITE_FULL, "full", 60),
        (sqlite3.SQLITE_CORRUPT, "damaged", 300),
    ],
)
def test_a_script_is_told_what_is_wrong_and_when_to_come_back(
    client: FlaskClient,
    config: Config,
    failing: Callable[[int], None],
    code: int,
    words: str,
    seconds: int,
) -> None:
    failing(code)
    refused = client.post("/api/v1/predict", json={"text": "I love it"})
    assert refused.status_code == 503
    error = refused.get_json()["error"]
    assert error["code"] == "unavailable"
    assert words in error["message"]
    assert "nothing was stored" in error["message"]
    assert seconds - 2 <= int(refused.headers["Retry-After"]) <= seconds
    failing(0)
    assert client.post("/api/v1/predict", json={"text": "I love it"}).status_code == 200
    with opened(config.database_file) as connection:
        assert connection.execute("SELECT count(*) FROM prediction").fetchone() == (1,)


def test_a_reader_is_told_so_on_a_page_even_when_logged_in(
    log_in: Callable[[Role], FlaskClient], failing: Callable[[int], None]
) -> None:
    client = log_in(Role.ADMINISTRATOR)
    failing(sqlite3.SQLITE_FULL)
    refused = client.post("/", data={"text": "I love it"})
    assert refused.status_code == 503
    assert "Nothing can be stored or read at the moment" in refused.text
    assert "The model is not loaded" not in refused.text


def test_a_database_held_by_a_writer_is_waited_for_and_then_said_to_be_busy(
    app: Flask, client: FlaskClient, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_SECONDS", 0.2)
    with app.app_context():
        db.engine.dispose()
    made = client.post("/api/v1/predict", json={"text": "I love it"}).get_json()
    with opened(config.database_file) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert client.get(f"/api/v1/predictions/{made['id']}").status_code == 200, "readers go on"
        refused = client.post("/api/v1/predict", json={"text": "I love it"})
        assert refused.status_code == 503
        assert "busy" in refused.get_json()["error"]["message"]
        writer.execute("ROLLBACK")
    assert client.post("/api/v1/predict", json={"text": "I love it"}).status_code == 200


def test_a_command_ends_in_one_line(app: Flask, config: Config, runner: FlaskCliRunner) -> None:
    with app.app_context():
        db.engine.dispose()
    config.database_file.write_bytes(b"no database" * 1000)
    ended = runner.invoke(args=["api-key", "create", "reports"])
    assert ended.exit_code == 1
    assert ended.output.startswith("Error: the database does not answer: the file is damaged")
    assert len(ended.output.splitlines()) == 1
