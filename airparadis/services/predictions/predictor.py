"""Score and store: single tweets of concurrent calls together, lists of tweets by themselves."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from airparadis.db.faults import is_storage_fault
from airparadis.db.tables.predictions import NewPrediction, Source
from airparadis.lib.micro_batch import MicroBatcher
from airparadis.ml.contract import Classifier
from airparadis.services.predictions.ledger import Ledger
from airparadis.services.predictions.predict import Submission, predict

_log = logging.getLogger(__name__)


class HasClassifier(Protocol):
    """An object that holds the model in service."""

    @property
    def classifier(self) -> Classifier:
        """The model."""
        ...


class Predictor:
    """The way of one process from tweets to stored predictions."""

    def __init__(
        self,
        model: HasClassifier,
        ledger: Ledger,
        count: Callable[[Sequence[NewPrediction]], None],
    ) -> None:
        """`count` is called with predictions that are stored."""
        self._model = model
        self._ledger = ledger
        self._count = count
        self._singles: MicroBatcher[Submission, NewPrediction] = MicroBatcher(
            self._score_and_store, is_common=is_storage_fault
        )

    def predict(self, texts: Sequence[str], source: Source, now: datetime) -> list[NewPrediction]:
        """Return a prediction for each text once all are on disk.

        A single text shares one call of the model, one transaction and one wait for the disk with
        the other single texts of the moment.

        Args:
            texts: tweets that `domain.tweet.parse_tweet` has passed.
            source: where they came from.
            now: the time to record.

        Raises:
            ModelUnavailableError: there is no model to score with.
            sqlalchemy.exc.SQLAlchemyError: they are not stored; `storage_faults` classifies it.
        """
        submissions = [Submission(text, source, now) for text in texts]
        if len(submissions) == 1:
            return [self._singles.run(submissions[0])]
        return self._score_and_store(submissions)

    def _score_and_store(self, submissions: Sequence[Submission]) -> list[NewPrediction]:
        made = predict(self._model.classifier, submissions)
        self._ledger.add(made)
        try:
            self._count(made)
        except Exception:  # what is stored must be answered, and never stored again
            _log.exception("predictions were not counted")
        return made
