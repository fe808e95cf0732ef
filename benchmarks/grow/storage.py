"""Size of a database, and the rate at which the application stores predictions in it."""

import time
import uuid
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, text

from airparadis.db.tables import NewPrediction, Source
from airparadis.domain.predictions.label import Label
from airparadis.services.predictions.ledger import Ledger
from airparadis.text.language import Language
from benchmarks.grow.rows import VERSIONS

TWEET = "@airparadis two hours waiting at the gate and nobody says why"


def mebibytes(engine: Engine) -> float:
    """Size of the database on disk, with its indexes and SQLite's log."""
    if engine.dialect.name == "sqlite":
        path = Path(str(engine.url.database))
        return sum(file.stat().st_size for file in path.parent.glob(f"{path.name}*")) / 2**20
    with engine.connect() as connection:
        size = connection.scalar(text("SELECT pg_database_size(current_database())"))
    return int(size or 0) / 2**20


def insert_rates(engine: Engine) -> dict[str, float]:
    """Predictions stored a second by one thread, each on disk; they are deleted afterwards."""
    with engine.connect() as connection:
        last = connection.scalar(text("SELECT max(id) FROM prediction")) or 0
    rates = {
        "stored one by one, rows/s": _rate(engine, 300, 1),
        "stored by the thousand, rows/s": _rate(engine, 10, 1_000),
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
        neutral_probability=0.1,
        language=Language.ENGLISH,
        model_version=VERSIONS[1],
        source=Source.API,
        latency_ms=0.2,
        created_at=datetime.now(UTC),
    )
