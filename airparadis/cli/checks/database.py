"""Checks of the database: its integrity, its migrations, its write-ahead log."""

import sqlite3

from sqlalchemy import text

from airparadis.cli.backup_files import database_path
from airparadis.cli.checks.outcome import Instance, Outcome, error, ok, warning
from airparadis.config.settings import Config
from airparadis.db.base import begin_write
from airparadis.db.revisions import known_revisions, latest_revision
from airparadis.lib.errors import BackupError, DamagedError
from airparadis.lib.sqlite_file import check_integrity

MAX_LOG_MIB = 256
RESTORE = "stop the application, then `flask restore BACKUP`; docs/reliability.md"


def check_database(instance: Instance) -> Outcome:
    """Check that the database is writable and, if it is a file, sound from end to end."""
    session = instance.session
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    if is_sqlite and (damage := _find_damage(instance.config)):
        return damage
    begin_write(session)
    mode = session.scalar(text("PRAGMA journal_mode")) if is_sqlite else None
    session.rollback()
    if mode not in {None, "wal"}:
        return error(
            f"its journal is {mode}, not WAL: readers and writers wait for one another",
            "put it on a local disk: WAL does not work over a network",
        )
    return ok("sound, writable, in WAL mode" if is_sqlite else "PostgreSQL, writable")


def _find_damage(config: Config) -> Outcome | None:
    path = database_path(config)
    if not path.is_file():
        return error(f"there is no database at {path}", "run `python -m airparadis prepare`")
    try:
        check_integrity(path)
    except DamagedError as damage:
        return error(f"{path} is damaged: {damage}", RESTORE)
    except sqlite3.Error as failure:
        return error(f"cannot open {path}: {failure}", "check its owner and mode")
    return None


def check_migrations(instance: Instance) -> Outcome:
    """Check that the tables are at the latest revision of this code."""
    revision = instance.session.scalar(text("SELECT version_num FROM alembic_version"))
    instance.session.rollback()
    if revision == latest_revision():
        return ok(f"at {revision}, the latest")
    if revision in known_revisions():
        return error(f"at {revision}, this code needs {latest_revision()}", "`flask db upgrade`")
    return error(f"at {revision}, which this code does not know", "install the newer code")


def check_log_size(instance: Instance) -> Outcome:
    """Check the size of the write-ahead log: it only grows while a reader holds on to it."""
    try:
        path = database_path(instance.config)
    except BackupError:
        return ok("PostgreSQL keeps its own")
    log = path.with_name(f"{path.name}-wal")
    size = log.stat().st_size // 2**20 if log.exists() else 0
    if size > MAX_LOG_MIB:
        return warning(
            f"{size:,} MiB: a process has been reading for a very long time",
            "end that process; the log then shrinks by itself",
        )
    return ok(f"{size:,} MiB")
