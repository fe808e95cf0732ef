"""Write made-up rows as fast as the database takes them: indexes are made when all are there."""

import sqlite3
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime
from typing import Any, Protocol

import numpy as np
import psycopg
from sqlalchemy import Engine, Index, text

from airparadis.web.extensions import db
from benchmarks.grow.columns import Chunk
from benchmarks.grow.rows import rows

SEQUENCES = ("prediction", "feedback", "review_label", "tweet", "stream")


class Writer(Protocol):
    """Takes rows."""

    def write(self, chunk: Chunk) -> None:
        """Insert them."""

    def close(self) -> None:
        """All are there."""


class SQLiteWriter:
    """Inserts without a journal or waiting for the disk: a benchmark's rows can be made again."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1500000"):
            self._connection.execute(f"PRAGMA {pragma}")

    def write(self, chunk: Chunk) -> None:
        """Insert rows in a transaction."""
        marks = ", ".join("?" * len(chunk.names))
        names = ", ".join(f'"{name}"' for name in chunk.names)
        statement = f"INSERT INTO {chunk.table} ({names}) VALUES ({marks})"  # noqa: S608
        with self._connection:
            self._connection.executemany(statement, zip(*chunk.columns, strict=True))

    def close(self) -> None:
        """Nothing is left open; the application keeps a log again."""
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.close()


class PostgreSQLWriter:
    """Copies."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url)

    def write(self, chunk: Chunk) -> None:
        """Copy rows in a transaction."""
        columns = [
            [r"\N" if value is None else value for value in column] for column in chunk.columns
        ]
        names = ", ".join(f'"{name}"' for name in chunk.names)
        lines = "\n".join(map("\t".join, zip(*columns, strict=True)))
        with (
            self._connection.transaction(),
            self._connection.cursor().copy(f"COPY {chunk.table} ({names}) FROM STDIN") as copy,
        ):
            copy.write(lines + "\n")

    def close(self) -> None:
        """Let numbers go on after those that were written."""
        for table in SEQUENCES:
            self._connection.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
            )
        self._connection.commit()
        self._connection.close()


def seed(engine: Engine, predictions: int, tweets: int) -> dict[str, float]:
    """Fill migrated, empty tables.

    Returns:
        Rows a second, the making of the rows left out, and seconds for the indexes.
    """
    dropped = _drop_indexes(engine)
    engine.dispose()
    writer = _writer(engine)
    written, seconds = Counter[str](), defaultdict[str, float](float)
    until = np.datetime64(datetime.now(UTC).replace(tzinfo=None, second=0, microsecond=0), "us")
    for chunk in rows(predictions, tweets, until):
        started = time.perf_counter()
        writer.write(chunk)
        seconds[chunk.table] += time.perf_counter() - started
        written[chunk.table] += len(chunk.columns[0])
    writer.close()
    started = time.perf_counter()
    with engine.begin() as connection:
        for index in dropped:
            index.create(connection)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    names = {"prediction": "predictions", "feedback": "votes", "tweet": "tweets"}
    speeds = {
        f"{name} in bulk, rows/s": written[table] / seconds[table] for table, name in names.items()
    }
    return speeds | {"indexes made in, seconds": time.perf_counter() - started}


def _writer(engine: Engine) -> Writer:
    if engine.dialect.name == "sqlite":
        return SQLiteWriter(str(engine.url.database))
    plain = engine.url.set(drivername="postgresql")
    return PostgreSQLWriter(plain.render_as_string(hide_password=False))


def _drop_indexes(engine: Engine) -> list[Index]:
    """Of the large tables; what a unique constraint needs stays."""
    found: list[Any] = []
    with engine.begin() as connection:
        for table in ("prediction", "feedback", "feedback_change", "tweet", "stream_tweet"):
            for index in db.metadata.tables[table].indexes:
                index.drop(connection)
                found.append(index)
    return found
