"""Backups of the running application, and restores that can be undone."""

import os
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from airparadis.cli.restored_access import end_sessions
from airparadis.config.settings import Config
from airparadis.db.revisions import known_revisions, latest_revision
from airparadis.lib import sqlite_file
from airparadis.lib.errors import BackupError, DamagedError
from airparadis.lib.instance_lock import exclusive_lock

TABLES = ("prediction", "feedback", "incident")


@dataclass(frozen=True, slots=True)
class Backup:
    """A database file: its revision, size and row counts."""

    path: Path
    revision: str
    size: int
    rows: dict[str, int]
    """Row counts of `TABLES`."""

    @property
    def is_older(self) -> bool:
        """Return whether the tables need migrations."""
        return self.revision != latest_revision()


def database_path(config: Config) -> Path:
    """Return the SQLite file in use.

    Raises:
        BackupError: the database is no SQLite file.
    """
    url = config.database
    path = url.removeprefix("sqlite:///").partition("?")[0]
    if path == url or not path or path == ":memory:":
        raise BackupError(
            "these commands are for SQLite: back up PostgreSQL with `pg_dump --format=custom` "
            "and restore with `pg_restore --clean`"
        )
    return Path(path)


def back_up(config: Config, target: Path) -> Backup:
    """Copy everything that is committed into one file, without blocking writers.

    The file gets its name only when it is complete and checked.

    Raises:
        BackupError: no database, a file of that name, no room.
    """
    source = database_path(config)
    if not source.is_file():
        raise BackupError(f"there is no database at {source}")
    if target.exists():
        raise BackupError(f"{target} exists: a backup never replaces a file")
    partial = target.with_name(f"{target.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        os.close(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))  # tweets
        sqlite_file.copy(source, partial)
        backup = examine(partial)
        _sync(partial)
        partial.replace(target)
        _sync(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"cannot write {target}: {_reason(error)}") from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return Backup(target, backup.revision, backup.size, backup.rows)


def restore(config: Config, source: Path, now: datetime) -> tuple[Backup, Path | None]:
    """Replace the database by a backup without its sessions, and move the old database aside.

    Nothing is changed unless the backup is sound and its revision is known. An interruption
    leaves the old database or the new one in place, never none.

    Returns:
        The restored backup, and the path of the old database; None if there was none.

    Raises:
        BackupError: the backup cannot be used, or the disk is full.
        InUseError: the application is running.
    """
    target = database_path(config)
    backup = examine(source)
    if target.exists() and source.samefile(target):
        raise BackupError(f"{source} is the database in use, not a backup")
    with exclusive_lock(config.instance_path):
        aside = target.with_name(f"{target.name}.before-{now:%Y%m%dT%H%M%S.%fZ}")
        staged = target.with_name(f"{target.name}.restoring")
        try:
            staged.unlink(missing_ok=True)
            os.close(os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            sqlite_file.copy(source, staged)
            end_sessions(staged)
            _sync(staged)
            previous = _move_aside(target, aside)
            staged.replace(target)
            _sync(target.parent)
        except (OSError, sqlite3.Error) as error:
            raise BackupError(f"nothing was restored: {_reason(error)}") from error
        finally:
            with suppress(OSError):
                staged.unlink(missing_ok=True)
    return Backup(target, backup.revision, backup.size, backup.rows), previous


def examine(path: Path) -> Backup:
    """Check a database file from end to end.

    Raises:
        BackupError: it is damaged, of another application, or made by newer code.
    """
    if not path.is_file():
        raise BackupError(f"there is no file {path}")
    try:
        sqlite_file.check_integrity(path, thorough=True)
    except (DamagedError, sqlite3.Error) as error:
        raise BackupError(f"{path} is not a sound database: {_reason(error)}") from None
    revision = sqlite_file.revision(path)
    if revision is None:
        raise BackupError(f"{path} is not a database of this application")
    if revision not in known_revisions():
        raise BackupError(f"{path} was made by newer code (revision {revision}): upgrade first")
    return Backup(path, revision, path.stat().st_size, _count(path))


def _count(path: Path) -> dict[str, int]:
    with sqlite_file.connect(path) as connection:
        return {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in TABLES
        }


def _move_aside(database: Path, aside: Path) -> Path | None:
    """Give the old database a second name, and leave no journal that the new one would replay."""
    if not database.exists():
        return None
    journal, journal_aside = _with_suffix(database, "-wal"), _with_suffix(aside, "-wal")
    if journal.exists():
        os.link(journal, journal_aside)  # first: SQLite deletes a journal that it cannot read
    os.link(database, aside)
    with suppress(sqlite3.Error), sqlite_file.connect(database) as connection:
        [(is_busy, *_)] = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if not is_busy:
            journal_aside.unlink(missing_ok=True)
    for suffix in ("-wal", "-shm"):
        _with_suffix(database, suffix).unlink(missing_ok=True)
    return aside


def _with_suffix(database: Path, suffix: str) -> Path:
    return database.with_name(database.name + suffix)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _reason(error: BaseException) -> str:
    return " ".join(str(getattr(error, "strerror", None) or error).split())[:200]
