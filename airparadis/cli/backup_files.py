"""A backup taken while the application runs, and a restoration that can be taken back."""

import os
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from airparadis.config.settings import Config
from airparadis.db.revisions import known_revisions, latest_revision
from airparadis.lib import sqlite_file
from airparadis.lib.errors import BackupError, DamagedError
from airparadis.lib.instance_lock import exclusive_lock

TABLES = ("prediction", "feedback", "incident")


@dataclass(frozen=True, slots=True)
class Backup:
    """What a file holds."""

    path: Path
    revision: str
    size: int
    rows: dict[str, int]
    """By table, for those that people ask about."""

    @property
    def is_older(self) -> bool:
        """Whether its tables need migrations."""
        return self.revision != latest_revision()


def database_path(config: Config) -> Path:
    """The SQLite file in use.

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
    """Write everything that is committed now into one file; writers are not held up.

    The file has its name only once it is whole and checked.

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
    """Put a backup in the place of the database, which is kept beside it.

    Nothing is changed unless the backup is sound and of a version that this code knows. An
    interruption leaves the old database or the new one in place, never none.

    Returns:
        What was restored, and where the old database is; None if there was none.

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
            _sync(staged)
            kept = _keep_aside(target, aside)
            staged.replace(target)
            _sync(target.parent)
        except (OSError, sqlite3.Error) as error:
            raise BackupError(f"nothing was restored: {_reason(error)}") from error
        finally:
            with suppress(OSError):
                staged.unlink(missing_ok=True)
    return Backup(target, backup.revision, backup.size, backup.rows), kept


def examine(path: Path) -> Backup:
    """Check a file from end to end.

    Raises:
        BackupError: it is damaged, no database of ours, or made by newer code.
    """
    if not path.is_file():
        raise BackupError(f"there is no file {path}")
    try:
        sqlite_file.check_integrity(path, thorough=True)
    except (DamagedError, sqlite3.Error) as error:
        raise BackupError(f"{path} is no sound database: {_reason(error)}") from None
    found = sqlite_file.revision(path)
    if found is None:
        raise BackupError(f"{path} is no database of this application")
    if found not in known_revisions():
        raise BackupError(f"{path} was made by newer code (revision {found}): upgrade first")
    return Backup(path, found, path.stat().st_size, _count(path))


def _count(path: Path) -> dict[str, int]:
    with sqlite_file.connect(path) as connection:
        return {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in TABLES
        }


def _keep_aside(database: Path, aside: Path) -> Path | None:
    """Give the old database a second name, and leave no journal that the new one would replay."""
    if not database.exists():
        return None
    journal, kept = _with_suffix(database, "-wal"), _with_suffix(aside, "-wal")
    if journal.exists():
        os.link(journal, kept)  # first of all: SQLite throws away what it cannot read
    os.link(database, aside)
    with suppress(sqlite3.Error), sqlite_file.connect(database) as connection:
        [(is_busy, *_)] = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if not is_busy:
            kept.unlink(missing_ok=True)
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
