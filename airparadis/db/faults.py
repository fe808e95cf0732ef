"""Fault classes of the database, by remedy."""

import sqlite3
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from sqlalchemy import exc
from sqlalchemy.exc import DBAPIError, SQLAlchemyError


class StorageFault(StrEnum):
    """A reason why the database cannot store or read."""

    BUSY = "busy"
    FULL = "full"
    DAMAGED = "damaged"
    UNREACHABLE = "unreachable"


RETRY_AFTER_SECONDS: Mapping[StorageFault, int] = MappingProxyType(
    {
        StorageFault.BUSY: 5,
        StorageFault.FULL: 60,
        StorageFault.DAMAGED: 300,
        StorageFault.UNREACHABLE: 30,
    }
)

ADVICE: Mapping[StorageFault, str] = MappingProxyType(
    {
        StorageFault.BUSY: "another process has held it for too long",
        StorageFault.FULL: "the disk is full or failing: make room, nothing else is needed",
        StorageFault.DAMAGED: "the file is damaged: stop, then `flask restore BACKUP`",
        StorageFault.UNREACHABLE: "it cannot be opened or reached: `flask doctor` says more",
    }
)
"""Advice for operators, one line each."""

# The low byte is the kind, the rest its details (https://sqlite.org/rescode.html).
_SQLITE = {
    sqlite3.SQLITE_BUSY: StorageFault.BUSY,
    sqlite3.SQLITE_LOCKED: StorageFault.BUSY,
    sqlite3.SQLITE_PROTOCOL: StorageFault.BUSY,
    sqlite3.SQLITE_FULL: StorageFault.FULL,
    sqlite3.SQLITE_IOERR: StorageFault.FULL,
    sqlite3.SQLITE_CORRUPT: StorageFault.DAMAGED,
    sqlite3.SQLITE_NOTADB: StorageFault.DAMAGED,
    sqlite3.SQLITE_CANTOPEN: StorageFault.UNREACHABLE,
    sqlite3.SQLITE_READONLY: StorageFault.UNREACHABLE,
    sqlite3.SQLITE_PERM: StorageFault.UNREACHABLE,
}

# Classes of SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html).
_POSTGRESQL = {
    "40": StorageFault.BUSY,  # deadlock, serialization failure
    "55": StorageFault.BUSY,  # lock not available
    "53": StorageFault.FULL,  # disk full, out of memory, too many connections
    "XX": StorageFault.DAMAGED,
    "08": StorageFault.UNREACHABLE,
    "57": StorageFault.UNREACHABLE,  # shutting down, starting up
}


def storage_fault(error: SQLAlchemyError | sqlite3.Error) -> StorageFault | None:
    """Classify a database error; None for an error in the statement itself."""
    if isinstance(error, exc.TimeoutError):
        return StorageFault.BUSY  # every connection of the pool is taken
    if isinstance(error, DBAPIError):
        return _of_driver(error.orig, is_lost=error.connection_invalidated)
    return _of_driver(error, is_lost=False) if isinstance(error, sqlite3.Error) else None


def is_storage_fault(error: BaseException) -> bool:
    """Return whether an error is a fault of the database rather than of one statement."""
    return isinstance(error, SQLAlchemyError) and storage_fault(error) is not None


def _of_driver(error: BaseException | None, *, is_lost: bool) -> StorageFault | None:
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        return None if code is None else _SQLITE.get(code & 0xFF)
    state = getattr(error, "sqlstate", None)
    if state is not None:
        return _POSTGRESQL.get(state[:2])
    # A driver that got no answer at all has no state to give.
    return StorageFault.UNREACHABLE if is_lost or _is_operational(error) else None


def _is_operational(error: BaseException | None) -> bool:
    return type(error).__name__ == "OperationalError"
