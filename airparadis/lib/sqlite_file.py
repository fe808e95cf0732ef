"""Operations on a SQLite file, by the standard library alone."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from airparadis.lib.errors import DamagedError

BUSY_SECONDS = 10.0


@contextmanager
def connect(path: Path, *, mode: str = "rw") -> Iterator[sqlite3.Connection]:
    """Connect to an existing file; `mode` is SQLite's, `rwc` creates a missing one.

    Raises:
        sqlite3.Error: it cannot be opened.
    """
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    with closing(connection):
        yield connection


def check_integrity(path: Path, *, thorough: bool = False) -> None:
    """Read the whole file; `thorough` also compares every index with its table.

    Raises:
        DamagedError: something in it is wrong; the message is one line.
        sqlite3.OperationalError: it cannot be opened, or is locked.
    """
    pragma = "integrity_check(1)" if thorough else "quick_check(1)"
    try:
        with connect(path) as connection:
            [(found,)] = connection.execute(f"PRAGMA {pragma}").fetchmany(1)
    except sqlite3.OperationalError:
        raise
    except (sqlite3.DatabaseError, ValueError) as error:
        raise DamagedError(_one_line(error)) from None
    if found != "ok":
        raise DamagedError(_one_line(found))


def revision(path: Path) -> str | None:
    """Return the migration that a file is at, or None without our tables."""
    try:
        with connect(path) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error:
        return None
    return None if row is None else str(row[0])


def copy(source: Path, target: Path) -> None:
    """Copy a database as it is at this moment, while others write to it, into one new file.

    One step reads everything from one state: in several steps, writes to a busy database would
    restart the copy again and again (https://sqlite.org/backup.html).

    Raises:
        sqlite3.Error: either cannot be used, or the disk is full.
    """
    with connect(source) as reader, connect(target, mode="rwc") as writer:
        reader.backup(writer)
        writer.execute("PRAGMA journal_mode = DELETE")  # one file, not three


def _one_line(found: object) -> str:
    return " ".join(str(found).split())[:200]
