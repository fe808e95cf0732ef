"""The declarative base, the time type, and what makes several processes safe on each database."""

import sqlite3
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, DateTime, Dialect, Engine, Enum, MetaData, event, func, select
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.types import TypeDecorator

BUSY_TIMEOUT_SECONDS = 10.0
WRITE_LOCK = 4_702_111_234_230_001
"""The advisory lock that writers on PostgreSQL take turns by; any number of ours would do."""

# SQLite's batch migrations can only drop constraints that have a name.
NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """Aware times, stored in UTC. SQLite keeps no zone and would hand back naive ones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without zone is ambiguous: pass an aware datetime")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


def value_enum(kind: type[StrEnum]) -> Enum:
    """A column type of an enumeration's values, as text: new members need no migration."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=20,
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    """Base of all tables."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING_CONVENTION),
        type_annotation_map={datetime: UTCDateTime},
    )


def begin_write(session: Session) -> None:
    """Start the session's transaction as a writer.

    A SQLite transaction that reads first and writes later fails at once, without waiting, when
    another process has written in between (https://sqlite.org/lang_transaction.html). Taking the
    write lock at the start waits for it instead. A transaction that has only read so far, to find
    out who is asking, say, is ended first.

    On PostgreSQL an advisory lock makes these writers take turns, too: what they read before they
    write, is it there already?, holds until they commit. Predictions are only added, and wait for
    none (`services.ledger`).
    """
    if session.in_transaction():
        session.commit()
    connection = session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(WRITE_LOCK)))


def engine_options(url: str) -> dict[str, Any]:
    """Return SQLAlchemy engine options for a URL; `_set_sqlite_pragmas` configures SQLite."""
    options: dict[str, Any] = {"hide_parameters": True}  # errors are logged: no tweets
    if not url.startswith("postgresql"):
        return options
    return options | {
        "pool_pre_ping": True,  # a restarted server must not cost anybody a request
        "connect_args": {
            "connect_timeout": int(BUSY_TIMEOUT_SECONDS),
            "options": f"-c lock_timeout={BUSY_TIMEOUT_SECONDS:.0f}s -c timezone=UTC",
        },
    }


@event.listens_for(Engine, "connect")
def _set_sqlite_pragmas(connection: Any, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # the driver must not begin by itself: `_begin` does
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_SECONDS * 1000:.0f}",
        "journal_mode = WAL",
        "synchronous = FULL",  # what was acknowledged survives a power cut
        "foreign_keys = ON",
        "cell_size_check = ON",  # a damaged page is told before it is believed
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")
