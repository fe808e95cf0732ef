"""What a database takes: room, time to insert, and what an export of all of it needs."""

import os
import resource
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from airparadis.db.tables import NewPrediction, Source
from airparadis.domain.predictions.label import Label
from airparadis.services.predictions.ledger import Ledger
from benchmarks.grow.columns import VERSIONS

TWEET = "@airparadis two hours waiting at the gate and nobody says why"
SINGLE, BATCHES, BATCH = 300, 10, 1_000
MIB = 2**20


def mebibytes(engine: Engine) -> float:
    """The database on disk, with its indexes and what SQLite has in its log."""
    if engine.dialect.name == "sqlite":
        path = Path(str(engine.url.database))
        files = (path, path.with_name(path.name + "-wal"))
        return sum(each.stat().st_size for each in files if each.exists()) / MIB
    with engine.connect() as connection:
        size = connection.scalar(text("SELECT pg_database_size(current_database())"))
    return int(size or 0) / MIB


def backends(engine: Engine) -> list[int]:
    """The database's processes that work for this one; none with SQLite."""
    if engine.dialect.name == "sqlite":
        return []
    query = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
    with engine.connect() as connection:
        return list(connection.scalars(text(query)))


def insert_rates(engine: Engine) -> dict[str, float]:
    """Predictions a second, stored as the application stores them, by one thread, on disk.

    They are deleted afterwards.
    """
    with engine.connect() as connection:
        last = connection.scalar(text("SELECT max(id) FROM prediction")) or 0
    rates = {
        "stored one by one, rows/s": _rate(engine, SINGLE, 1),
        "stored by the thousand, rows/s": _rate(engine, BATCHES, BATCH),
    }
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM prediction WHERE id > :last"), {"last": last})
    return rates


def _rate(engine: Engine, times: int, rows: int) -> float:
    ledger = Ledger(lambda: engine)
    started = time.perf_counter()
    for _ in range(times):
        ledger.add([_prediction() for _ in range(rows)])
    return times * rows / (time.perf_counter() - started)


def _prediction() -> NewPrediction:
    return NewPrediction(
        public_id=uuid.uuid4(),
        text=TWEET,
        label=Label.NEGATIVE,
        reason=None,
        probability_positive=0.1,
        uncertain=False,
        model_version=VERSIONS[1],
        source=Source.API,
        latency_ms=0.2,
        created_at=datetime.now(UTC),
    )


def export(client: FlaskClient, path: str) -> dict[str, float]:
    """Milliseconds to the first bytes of a file, rows a second, MiB the process grew by."""
    before, started = _peak(), time.perf_counter()
    response = client.get(path, buffered=False)
    chunks = response.iter_encoded()
    size, rows, first = 0, 0, 0.0
    for number, chunk in enumerate(chunks):
        if number == 1:  # after the names of the columns
            first = (time.perf_counter() - started) * 1000
        size, rows = size + len(chunk), rows + 1
    seconds = time.perf_counter() - started
    response.close()
    return {
        "export of all: first row, ms": first,
        "… rows/s": rows / seconds,
        "… MiB of file": size / MIB,
        "… MiB the process grew by": _peak() - before,
    }


def _peak() -> float:
    """The most memory that this process has had, in MiB."""
    unit = 1 if os.uname().sysname == "Darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MIB
