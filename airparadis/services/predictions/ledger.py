"""Predictions are added here: many requests' in one transaction, on disk before any is answered."""

from collections.abc import Callable, Sequence

from sqlalchemy import Engine, insert

from airparadis.db.tables import NewPrediction, Prediction
from airparadis.lib.micro_batch import MicroBatcher
from airparadis.services.predictions.sqlite_ledger import SqliteLedger


class Ledger:
    """The predictions of one process on their way to the disk."""

    def __init__(self, engine: Callable[[], Engine]) -> None:
        """`engine` is asked for at each transaction, in a thread that adds something."""
        self._engine = engine
        self._sqlite: SqliteLedger | None = None
        self._writers: MicroBatcher[NewPrediction] = MicroBatcher(self._write)

    def add(self, predictions: Sequence[NewPrediction]) -> None:
        """Return once all of them are on disk.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: they are not; `storage_faults` tells why.
        """
        self._writers.add(predictions)

    def _write(self, predictions: Sequence[NewPrediction]) -> None:
        engine = self._engine()
        if engine.dialect.name == "sqlite":
            self._write_to_sqlite(engine, predictions)
            return
        with engine.begin() as connection:
            connection.execute(insert(Prediction), [each._asdict() for each in predictions])

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
