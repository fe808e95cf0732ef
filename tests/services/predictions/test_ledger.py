import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from airparadis.db.faults import StorageFault, storage_fault
from airparadis.db.tables import NewPrediction, Prediction, Source
from airparadis.lib.clock import utc_now
from airparadis.services.predictions import predict, sqlite_ledger
from airparadis.services.predictions.ledger import Ledger
from tests.support.fakes import FakeClassifier


def made(*texts: str) -> list[NewPrediction]:
    submissions = [predict.Submission(text, Source.API, utc_now()) for text in texts]
    return predict.predict(FakeClassifier(), submissions)


def stored(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Prediction)) or 0


@pytest.fixture
def engine(session: Session) -> Engine:
    bound = session.get_bind()
    assert isinstance(bound, Engine)
    return bound


def test_a_row_is_what_was_said_of_the_tweet(session: Session, engine: Engine) -> None:
    rows = made("I love it", "@airparadis")
    Ledger(lambda: engine).add(rows)
    found = session.scalars(select(Prediction).order_by(Prediction.id)).all()
    for row, said in zip(found, rows, strict=True):
        assert {name: getattr(row, name) for name in said._fields} == said._asdict()


def test_many_threads_lose_nothing(session: Session, engine: Engine) -> None:
    shared = Ledger(lambda: engine)

    def add_twenty(_number: int) -> None:
        for _ in range(20):
            shared.add(made("I love it"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add_twenty, range(8)))
    assert stored(session) == 160


def only_sqlite(engine: Engine) -> Path:
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL waits for the disk by itself")
    return Path(str(engine.url.database))


def test_the_disk_is_asked_after_the_commit_while_others_can_write(
    session: Session, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = only_sqlite(engine)
    seen: list[int] = []

    def look(_descriptor: int) -> None:
        with sqlite3.connect(file, timeout=0, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            seen.extend(other.execute("SELECT count(*) FROM prediction").fetchone())
            other.execute("ROLLBACK")
        other.close()

    session.rollback()
    monkeypatch.setattr(sqlite_ledger, "_sync", look)
    Ledger(lambda: engine).add(made("I love it"))
    assert seen == [1]


def test_a_disk_that_fails_is_told_as_one(
    session: Session, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_sqlite(engine)

    def fail(_descriptor: int) -> None:
        raise OSError("input/output error")

    session.rollback()
    monkeypatch.setattr(sqlite_ledger, "_sync", fail)
    with pytest.raises(OperationalError) as raised:
        Ledger(lambda: engine).add(made("I love it"))
    assert storage_fault(raised.value) is StorageFault.FULL


def test_other_transactions_of_the_connection_wait_for_the_disk_as_before(
    session: Session, engine: Engine
) -> None:
    only_sqlite(engine)
    Ledger(lambda: engine).add(made("I love it"))
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
