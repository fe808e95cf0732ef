"""The database: can it be written, is it sound, are its tables those of this code?"""

import sqlite3

from sqlalchemy import text
from sqlalchemy.orm import Session

from airparadis.cli.backup_files import database_path
from airparadis.cli.checks.finding import Finding, error, ok, warning
from airparadis.config.settings import Config
from airparadis.db.base import begin_write
from airparadis.db.revisions import known_revisions, latest_revision
from airparadis.lib.errors import BackupError, DamagedError
from airparadis.lib.sqlite_file import check_integrity

WAL_MIB = 256
RESTORE = "stop the application, then `flask restore BACKUP`; docs/reliability.md"


def check_database(config: Config, session: Session) -> Finding:
    """Takes the write lock and gives it back; reads the file from end to end if there is one."""
    name = "database"
    dialect = session.get_bind().dialect.name
    if dialect == "sqlite":
        path = database_path(config)
        if not path.is_file():
            return error(name, f"there is none at {path}", "run `python -m airparadis prepare`")
        try:
            check_integrity(path)
        except DamagedError as damage:
            return error(name, f"{path} is damaged: {damage}", RESTORE)
        except sqlite3.Error as failure:
            return error(name, f"cannot open {path}: {failure}", "look at its owner and mode")
    begin_write(session)
    mode = session.scalar(text("PRAGMA journal_mode")) if dialect == "sqlite" else None
    session.rollback()
    if mode not in {None, "wal"}:
        return error(
            name,
            f"its journal is {mode}, not WAL: readers and writers wait for one another",
            "put it on a local disk: WAL does not work over a network",
        )
    return ok(name, "PostgreSQL, writable" if mode is None else "sound, writable, in WAL mode")


def check_migrations(session: Session) -> Finding:
    """The tables are at the last revision of this code."""
    name = "migrations"
    found = session.scalar(text("SELECT version_num FROM alembic_version"))
    session.rollback()
    if found == latest_revision():
        return ok(name, f"at {found}, the latest")
    if found in known_revisions():
        return error(name, f"at {found}, this code needs {latest_revision()}", "`flask db upgrade`")
    return error(name, f"at {found}, which this code does not know", "install the newer code")


def check_log_size(config: Config) -> Finding:
    """The write-ahead log is written back now and then; one that only grows has a reader on it."""
    name = "write-ahead log"
    try:
        path = database_path(config)
    except BackupError:
        return ok(name, "PostgreSQL keeps its own")
    wal = path.with_name(f"{path.name}-wal")
    size = wal.stat().st_size // 2**20 if wal.exists() else 0
    if size > WAL_MIB:
        return warning(
            name,
            f"{size:,} MiB: some process has been reading for very long",
            "end it; the log is written back by itself",
        )
    return ok(name, f"{size:,} MiB")
