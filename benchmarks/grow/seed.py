"""Write made-up rows as fast as the database takes them: indexes are made once all are there."""

import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from itertools import chain

import numpy as np
import psycopg
from sqlalchemy import Engine, Index, text

from airparadis.web.extensions import db
from benchmarks.grow.rows import Chunk, RowMaker

BULKY = ("prediction", "feedback", "feedback_change", "tweet", "stream_tweet")
NUMBERED = ("prediction", "feedback", "review_label", "tweet", "stream")
Write = Callable[[Chunk], None]


def seed(engine: Engine, predictions: int, tweets: int) -> dict[str, float]:
    """Fill migrated, empty tables.

    Returns:
        Rows a second, the making of the rows left out, and seconds for the indexes.
    """
    indexes = _drop_indexes(engine)
    engine.dispose()
    now = datetime.now(UTC).replace(tzinfo=None, second=0, microsecond=0)
    maker = RowMaker(np.datetime64(now, "us"))
    written, seconds = Counter[str](), Counter[str]()
    with _writing(engine) as write:
        for chunk in chain(maker.predictions(predictions), maker.tweets(tweets)):
            started = time.perf_counter()
            write(chunk)
            seconds[chunk.table] += time.perf_counter() - started  # type: ignore[assignment]
            written[chunk.table] += len(next(iter(chunk.columns.values())))
    started = time.perf_counter()
    with engine.begin() as connection:
        for index in indexes:
            index.create(connection)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    names = {"prediction": "predictions", "feedback": "votes", "tweet": "tweets"}
    speeds = {
        f"{name} in bulk, rows/s": written[table] / seconds[table] for table, name in names.items()
    }
    return speeds | {"indexes made in, seconds": time.perf_counter() - started}


def _drop_indexes(engine: Engine) -> list[Index]:
    indexes = [index for table in BULKY for index in db.metadata.tables[table].indexes]
    with engine.begin() as connection:
        for index in indexes:
            index.drop(connection)
    return indexes


def _writing(engine: Engine) -> AbstractContextManager[Write]:
    if engine.dialect.name == "sqlite":
        return _writing_sqlite(str(engine.url.database))
    url = engine.url.set(drivername="postgresql")
    return _writing_postgresql(url.render_as_string(hide_password=False))


@contextmanager
def _writing_sqlite(path: str) -> Iterator[Write]:
    """Insert without a journal: a benchmark's rows can be made again."""
    connection = sqlite3.connect(path)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1500000"):
        connection.execute(f"PRAGMA {pragma}")

    def write(chunk: Chunk) -> None:
        names = ", ".join(f'"{name}"' for name in chunk.columns)
        marks = ", ".join("?" * len(chunk.columns))
        statement = f"INSERT INTO {chunk.table} ({names}) VALUES ({marks})"  # noqa: S608
        with connection:
            connection.executemany(statement, zip(*chunk.columns.values(), strict=True))

    yield write
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()


@contextmanager
def _writing_postgresql(url: str) -> Iterator[Write]:
    """Copy; in the end sequences go on after the numbers that were written."""
    with psycopg.connect(url, autocommit=True) as connection:

        def write(chunk: Chunk) -> None:
            names = ", ".join(f'"{name}"' for name in chunk.columns)
            statement = f"COPY {chunk.table} ({names}) FROM STDIN"
            with connection.cursor().copy(statement) as copy:
                for row in zip(*chunk.columns.values(), strict=True):
                    copy.write_row(row)

        yield write
        for table in NUMBERED:
            connection.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
            )
