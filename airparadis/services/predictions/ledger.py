"""Predictions are added here: many requests' in one transaction, on disk before any is answered."""

import threading
from collections.abc import Callable, Sequence

from sqlalchemy import Engine, insert

from airparadis.db.faults import is_storage_fault
from airparadis.db.tables import NewPrediction, Prediction
from airparadis.lib.micro_batch import MicroBatcher
from airparadis.services.predictions.sqlite_ledger import SqliteLedger


class Ledger:
    """The predictions of one process on their way to the disk."""

    def __init__(self, engine: Callable[[], Engine]) -> None:
        """`engine` is asked for at each transaction, in a thread that adds something."""
        self._engine = engine
        self._sqlite: SqliteLedger | None = None
        self._sqlite_turn = threading.Lock()
        self._writers: MicroBatcher[Sequence[NewPrediction], None] = MicroBatcher(
            self._write, is_common=is_storage_fault
        )

    def add(self, predictions: Sequence[NewPrediction]) -> None:
        """Return once all of them are on disk.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: they are not; `storage_faults` classifies it.
        """
        self._writers.run(predictions)

    def _write(self, calls: Sequence[Sequence[NewPrediction]]) -> Sequence[None]:
        predictions = [prediction for call in calls for prediction in call]
        engine = self._engine()
        if engine.dialect.name == "sqlite":
            with self._sqlite_turn:
                self._write_to_sqlite(engine, predictions)
        else:
            with engine.begin() as connection:
                rows = [prediction._asdict() for prediction in predictions]
                connection.execute(insert(Prediction), rows)
        return [None] * len(calls)

    def _write_to_sqlite(self, engine: Engine, predictions: Sequence[NewPrediction]) -> None:
        sqlite = self._sqlite
        if sqlite is None or sqlite.engine is not engine:
            self._sqlite = sqlite = SqliteLedger(engine)
        try:
            sqlite.write(predictions)
        except BaseException:
            self._sqlite = None
            sqlite.close()
            raise
