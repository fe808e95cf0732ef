"""The one connection by which a process adds predictions to SQLite.

SQLite, set to `FULL`, waits for the disk while it holds the write lock: some milliseconds, in
which no other process can write, and those that try come back later and later. Here the commit
itself does not wait. The lock is free again when this process asks the disk for what was written
(the log of write-ahead logging, https://sqlite.org/wal.html), and only then anybody is told. What
checkpoints move out of the log meanwhile, SQLite has synced before.

The statement is worked out once, and its rows go to the driver as they are: through SQLAlchemy, a
transaction of one row took longer than scoring a tweet.
"""

import os
import sqlite3
import weakref
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Engine, insert
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from airparadis.db.tables import NewPrediction, Prediction

_sync = getattr(os, "fdatasync", os.fsync)  # not everywhere


class SqliteLedger:
    """Writes predictions, a transaction a call. Not for two threads at once."""

    def __init__(self, engine: Engine) -> None:
        """
        Raises:
            sqlalchemy.exc.SQLAlchemyError: the file cannot be opened.
        """
        self.engine = engine
        self._sql, self._to_driver = _statement(engine)
        self._connection = engine.connect()
        self._log: int | None = None
        self._close_log: Callable[[], object] = _nothing
        driver = self._connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)  # noqa: S101 (narrows)
        self._driver = driver
        try:
            driver.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.Error as error:
            self.close()
            raise _told(error) from error

    def write(self, predictions: Sequence[NewPrediction]) -> None:
        """Return once they are on disk; after an error this object is of no more use.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: they are not.
        """
        rows = [
            [
                value if convert is None else convert(value)
                for convert, value in zip(self._to_driver, prediction, strict=True)
            ]
            for prediction in predictions
        ]
        try:
            self._driver.execute("BEGIN IMMEDIATE")
            self._driver.executemany(self._sql, rows)
            self._driver.execute("COMMIT")
            self._bring_to_disk()
        except sqlite3.Error as error:
            raise _told(error) from error

    def close(self) -> None:
        """Close the connection, which gives up what is not committed."""
        self._close_log()
        self._connection.invalidate()
        self._connection.close()

    def _bring_to_disk(self) -> None:
        """The log is the same file as long as this connection is open."""
        try:
            if self._log is None:
                self._log = os.open(f"{self.engine.url.database}-wal", os.O_RDONLY)
                self._close_log = weakref.finalize(self, os.close, self._log)
            _sync(self._log)
        except OSError as error:
            failure = sqlite3.OperationalError(str(error))
            failure.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
            raise failure from error


def _statement(engine: Engine) -> tuple[str, Sequence[Callable[[Any], Any] | None]]:
    """The INSERT of a `NewPrediction`, and what makes of its values what the driver takes."""
    columns = [Prediction.__table__.c[name] for name in NewPrediction._fields]
    compiled = insert(Prediction).compile(dialect=engine.dialect, column_keys=NewPrediction._fields)
    assert compiled.positiontup == list(NewPrediction._fields)  # noqa: S101 (their order is the table's)
    to_driver = [
        column.type.dialect_impl(engine.dialect).bind_processor(engine.dialect)
        for column in columns
    ]
    return str(compiled), to_driver


def _told(error: sqlite3.Error) -> SQLAlchemyError:
    """Return SQLAlchemy's error for one of the driver, without the rows, which are tweets."""
    told: Any = DBAPIError.instance(
        "add predictions", None, error, sqlite3.Error, hide_parameters=True
    )
    return told  # type: ignore[no-any-return]


def _nothing() -> None:
    """Do nothing: there is no log to close yet."""
