"""PostgreSQL for tests: `TEST_DATABASE_URL` names a server on which they make databases."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import psycopg
from psycopg.sql import SQL, Composed, Identifier, Literal
from sqlalchemy import URL, MetaData, create_engine, make_url

from airparadis.db.revisions import latest_revision

URL_VARIABLE = "TEST_DATABASE_URL"
"""URL of a role that may create databases; empty: SQLite, a file for each test."""

_numbers = count()


def server_url() -> URL | None:
    """The server to test on; None for SQLite."""
    url = os.environ.get(URL_VARIABLE)
    return make_url(url) if url else None


def connect(url: URL) -> psycopg.Connection:
    """A connection of its own, without transactions."""
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True)


@contextmanager
def new_database(server: URL) -> Iterator[URL]:
    """An empty database that is dropped in the end, whoever still uses it."""
    name = Identifier(f"airparadis_test_{os.getpid()}_{next(_numbers)}")
    with connect(server) as connection:
        connection.execute(SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
        try:
            yield server.set(drivername="postgresql+psycopg", database=name.as_string().strip('"'))
        finally:
            connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def is_postgresql(database: dict[str, str]) -> bool:
    """Return whether a test's database is a server: SQLite's own features are left out then."""
    return bool(database)


def empty(url: URL, metadata: MetaData) -> None:
    """Delete every row and begin to count anew; whoever else is connected is thrown out.

    A database for each test would take a tenth of a second and more to make: this takes a few
    milliseconds. Tables that a test dropped are made again.
    """
    with connect(url) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        try:
            connection.execute(_emptying(metadata))
        except psycopg.errors.UndefinedTable:
            engine = create_engine(url)
            metadata.drop_all(engine)
            metadata.create_all(engine)
            engine.dispose()


def _emptying(metadata: MetaData) -> Composed:
    deletes = [
        SQL("DELETE FROM {};").format(Identifier(table.name))
        for table in reversed(metadata.sorted_tables)
    ]
    stamp = SQL("DELETE FROM alembic_version; INSERT INTO alembic_version VALUES ({});").format(
        Literal(latest_revision())  # a test may have claimed another
    )
    restart = SQL("SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'")
    return Composed([*deletes, stamp, restart])
