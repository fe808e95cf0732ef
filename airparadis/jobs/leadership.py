"""Leader election among schedulers: a lock that is released when its holder dies.

On PostgreSQL it is an advisory lock of a connection that does nothing else
(https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS), on SQLite the lock
of a file in the instance folder. A second scheduler without either would do no harm, as the tables
refuse what may be there only once; it would ask every source and every mail server twice.
"""

import fcntl
import logging
from pathlib import Path
from threading import Lock
from typing import IO, Protocol

from sqlalchemy import Connection, Engine, NullPool, create_engine, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from airparadis.db.base import engine_options

SCHEDULER_LOCK = 4_702_111_234_230_002
LOCK_FILE = "scheduler.lock"
_log = logging.getLogger(__name__)

# The server finds out within half a minute that a holder's machine is gone.
_KEEPALIVE = (
    "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3"
)


class Leadership(Protocol):
    """A lock that one process holds."""

    def holds(self) -> bool:
        """Return whether this process leads, taking the lock if it is free."""

    def give_up(self) -> None:
        """Let another process have it."""


class AdvisoryLeadership:
    """The leadership among all processes of a PostgreSQL database, on whatever machine."""

    def __init__(self, url: str) -> None:
        options = engine_options(url) | {"poolclass": NullPool, "isolation_level": "AUTOCOMMIT"}
        options.pop("pool_pre_ping", None)
        self._engine: Engine = create_engine(url, **options)
        self._connection: Connection | None = None
        self._turn = Lock()  # jobs ask from several threads

    def holds(self) -> bool:
        """Return whether this process holds the lock; a lost connection has lost it."""
        with self._turn:
            try:
                return self._is_held() or self._take()
            except SQLAlchemyError as error:
                _log.warning("this scheduler leads no longer: %s", type(error).__name__)
                self._drop()
                return False

    def _is_held(self) -> bool:
        if self._connection is None:
            return False
        self._connection.execute(text("SELECT 1"))
        return True

    def _take(self) -> bool:
        connection = self._engine.connect()
        if not connection.scalar(select(func.pg_try_advisory_lock(SCHEDULER_LOCK))):
            connection.close()
            return False
        self._connection = connection
        connection.exec_driver_sql(_KEEPALIVE)
        _log.warning("this scheduler leads")
        return True

    def give_up(self) -> None:
        """Close the connection, and the lock with it."""
        with self._turn:
            self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None


class FileLeadership:
    """The leadership among the processes of one machine: SQLite has no others."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOCK_FILE
        self._file: IO[str] | None = None
        self._turn = Lock()

    def holds(self) -> bool:
        """Return whether this process holds the file's lock, which the system frees on exit."""
        with self._turn:
            if self._file is not None:
                return True
            file = self._path.open("w")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                file.close()
                return False
            self._file = file
            _log.warning("this scheduler leads")
            return True

    def give_up(self) -> None:
        """Close the file, and the lock with it."""
        with self._turn:
            if self._file is not None:
                self._file.close()
                self._file = None


def leadership_of(url: str, folder: Path) -> Leadership:
    """The lock of a database's schedulers.

    Args:
        url: of the database.
        folder: the instance's, for SQLite.
    """
    if url.startswith("postgresql"):
        return AdvisoryLeadership(url)
    return FileLeadership(folder)
