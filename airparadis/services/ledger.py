"""Predictions are added here: many requests' in one transaction, on disk before any is answered.

SQLite, told to be `FULL`, waits for the disk while it holds the write lock: some milliseconds, in
which no other process can write, and those that try come back later and later. Here the commit
itself does not wait. The lock is free again when this process asks the disk for what was written
(the log of write-ahead logging, https://sqlite.org/wal.html), and only then anybody is told. What
checkpoints move out of the log meanwhile, SQLite has synced before.
"""

import os
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import Connection, Engine, insert
from sqlalchemy.exc import OperationalError

from airparadis.models import NewPrediction, Prediction
from airparadis.together import Together

_sync = getattr(os, "fdatasync", os.fsync)  # not everywhere


class Ledger:
    """The predictions of one process on their way to the disk."""

    def __init__(self, engine: Callable[[], Engine]) -> None:
        """`engine` is asked for at each transaction, in a thread that adds something."""
        self._engine = engine
        self._writers: Together[NewPrediction] = Together(self._write)

    def add(self, predictions: Sequence[NewPrediction]) -> None:
        """Return once all of them are on disk.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: they are not; `storage_faults` tells why.
        """
        self._writers.add(predictions)

    def _write(self, predictions: Sequence[NewPrediction]) -> None:
        with self._engine().connect() as connection:
            log = _log_of(connection)
            if log is None:
                _insert(connection, predictions)
                return
            _set_synchronous(connection, "NORMAL")
            try:
                _insert(connection, predictions)
            finally:
                _set_synchronous(connection, "FULL")
            _bring_to_disk(log)


def _insert(connection: Connection, predictions: Sequence[NewPrediction]) -> None:
    connection.execution_options(sqlite_begin="IMMEDIATE")
    with connection.begin():
        connection.execute(insert(Prediction), [each._asdict() for each in predictions])


def _log_of(connection: Connection) -> Path | None:
    """SQLite's log, where there is one: it exists as long as a connection is open."""
    file = connection.engine.url.database
    if connection.dialect.name != "sqlite" or not file:
        return None
    log = Path(f"{file}-wal")
    return log if log.exists() else None


def _set_synchronous(connection: Connection, level: str) -> None:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101 (narrows)
    driver.execute(f"PRAGMA synchronous = {level}")


def _bring_to_disk(log: Path) -> None:
    try:
        descriptor = os.open(log, os.O_RDONLY)
        try:
            _sync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        failure = sqlite3.OperationalError(str(error))
        failure.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
        raise OperationalError("sync", None, failure) from error
