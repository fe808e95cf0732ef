"""A SQLite file from the outside, by the standard library alone."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from airparadis.lib.errors import DamagedError

BUSY_SECONDS = 10.0


@contextmanager
def opened(path: Path, *, mode: str = "rw") -> Iterator[sqlite3.Connection]:
    """A connection to an existing file; `mode` is SQLite's, `rwc` makes a missing one.

    Raises:
        sqlite3.Error: it cannot be opened.
    """
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    with closing(connection):
        yield connection


def check_integrity(path: Path, *, thorough: bool = False) -> None:
    """Read the whole file; `thorough` holds every index against its table, too.

    Raises:
        DamagedError: something in it is wrong; the message is one line.
        sqlite3.OperationalError: it cannot be opened, or is locked.
    """
    pragma = "integrity_check(1)" if thorough else "quick_check(1)"
    try:
        with opened(path) as connection:
            [(found,)] = connection.execute(f"PRAGMA {pragma}").fetchmany(1)
    except sqlite3.OperationalError:
        raise
    except (sqlite3.DatabaseError, ValueError) as error:
        raise DamagedError(_one_line(error)) from None
    if found != "ok":
        raise DamagedError(_one_line(found))


def revision(path: Path) -> str | None:
    """The migration that a file is at; None: it has no tables of ours."""
    try:
        with opened(path) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error:
        return None
    return None if row is None else str(row[0])


def copy(source: Path, target: Path) -> None:
    """Copy a database as it is at this moment, while others write to it, into one new file.

    Everything is read in one step, from one state: copied in several, a busy database would make
    SQLite begin again and again (https://sqlite.org/backup.html).

    Raises:
        sqlite3.Error: either cannot be used, or the disk is full.
    """
    with opened(source) as reader, opened(target, mode="rwc") as writer:
        reader.backup(writer)
        writer.execute("PRAGMA journal_mode = DELETE")  # one file, not three


def _one_line(found: object) -> str:
    return " ".join(str(found).split())[:200]
