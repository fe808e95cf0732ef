"""Single tweets of concurrent calls are scored and stored together; nobody pays for another's."""

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from airparadis.db.tables.predictions import NewPrediction, Prediction, Source
from airparadis.lib.clock import utc_now
from airparadis.services.predictions.ledger import Ledger
from airparadis.services.predictions.predictor import Predictor
from airparadis.text.language import detect_language
from tests.support.fakes import FakeClassifier
from tests.support.waiting import wait_for

PATIENCE_SECONDS = 20
FIRST = "I love being first"


class SlowModel(FakeClassifier):
    """Holds the batch with the first tweet until it is let go; cannot score some."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[list[str]] = []
        self.has_begun, self.may_go_on = threading.Event(), threading.Event()

    def predict_proba(self, texts: Sequence[str]) -> NDArray[np.float64]:
        self.batches.append(list(texts))
        if FIRST in texts:
            self.has_begun.set()
            assert self.may_go_on.wait(PATIENCE_SECONDS)
        if any("poison" in text for text in texts):
            raise ValueError("poison")
        return super().predict_proba(texts)


class WatchedLedger(Ledger):
    """Remembers how much was stored at once; may be told to fail."""

    def __init__(self, engine: Callable[[], Engine]) -> None:
        super().__init__(engine)
        self.sizes: list[int] = []
        self.error: Exception | None = None

    def add(self, predictions: Sequence[NewPrediction]) -> None:
        self.sizes.append(len(predictions))
        if self.error is not None:
            raise self.error
        super().add(predictions)


@pytest.fixture
def model() -> SlowModel:
    return SlowModel()


@pytest.fixture
def ledger(session: Session) -> WatchedLedger:
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    return WatchedLedger(lambda: engine)


@pytest.fixture
def counted() -> list[NewPrediction]:
    return []


@pytest.fixture
def predictor(model: SlowModel, ledger: WatchedLedger, counted: list[NewPrediction]) -> Predictor:
    return Predictor(SimpleNamespace(classifier=model), ledger, counted.extend)


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool


def stored(session: Session) -> list[str]:
    session.rollback()
    return sorted(session.scalars(select(Prediction.text)))


def start(
    predictor: Predictor, model: SlowModel, pool: ThreadPoolExecutor, *texts: str
) -> list[Future[list[NewPrediction]]]:
    """The first call at work, the others queued behind it."""

    def predict(text: str) -> list[NewPrediction]:
        return predictor.predict([text], Source.API, utc_now())

    detect_language(FIRST)  # loads its table, which takes long enough to look stuck
    calls = [pool.submit(predict, FIRST)]
    assert model.has_begun.wait(PATIENCE_SECONDS)
    calls += [pool.submit(predict, text) for text in texts]
    queue = predictor._singles._queue
    wait_for(lambda: len(queue) >= len(texts), "the calls behind the first")
    return calls


def labels(calls: Sequence[Future[list[NewPrediction]]]) -> list[str | None]:
    return [call.result(PATIENCE_SECONDS)[0].label for call in calls]


def test_calls_share_a_model_call_a_transaction_and_are_answered_each_for_itself(
    session: Session,
    predictor: Predictor,
    model: SlowModel,
    ledger: WatchedLedger,
    counted: list[NewPrediction],
    pool: ThreadPoolExecutor,
) -> None:
    calls = start(predictor, model, pool, "I love it", "I hate it", "so great")
    model.may_go_on.set()
    assert labels(calls) == ["positive", "positive", "negative", "positive"]
    assert model.batches == [[FIRST], ["I love it", "I hate it", "so great"]]
    assert ledger.sizes == [1, 3]
    texts = [call.result()[0].text for call in calls]
    assert stored(session) == sorted(texts) == sorted(made.text for made in counted)


def test_a_tweet_that_cannot_be_scored_fails_alone(
    session: Session, predictor: Predictor, model: SlowModel, pool: ThreadPoolExecutor
) -> None:
    first, good, bad = start(predictor, model, pool, "I love it", "this is poison")
    model.may_go_on.set()
    assert labels([first, good]) == ["positive", "positive"]
    with pytest.raises(ValueError, match="poison"):
        bad.result(PATIENCE_SECONDS)
    assert stored(session) == sorted([FIRST, "I love it"])


def test_a_database_that_fails_is_not_asked_again_for_each_of_a_batch(
    predictor: Predictor, model: SlowModel, ledger: WatchedLedger, pool: ThreadPoolExecutor
) -> None:
    calls = start(predictor, model, pool, "I love it", "I hate it")
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    ledger.error = OperationalError("add predictions", None, full)
    model.may_go_on.set()
    for call in calls:
        with pytest.raises(OperationalError):
            call.result(PATIENCE_SECONDS)
    assert ledger.sizes == [1, 2]


def test_nobody_waits_for_a_call_that_is_stuck(
    session: Session, predictor: Predictor, model: SlowModel, pool: ThreadPoolExecutor
) -> None:
    stuck, queued = start(predictor, model, pool, "I love it")
    assert labels([queued]) == ["positive"]
    assert predictor.predict(["so bad"], Source.API, utc_now())[0].label == "negative"
    assert not stuck.done()
    model.may_go_on.set()
    assert labels([stuck]) == ["positive"]
    assert len(stored(session)) == 3


def test_what_is_stored_is_answered_though_it_cannot_be_counted(
    session: Session, model: SlowModel, ledger: WatchedLedger
) -> None:
    def fail(_predictions: Sequence[NewPrediction]) -> None:
        raise OSError("no room for counts")

    predictor = Predictor(SimpleNamespace(classifier=model), ledger, fail)
    [made] = predictor.predict(["I love it"], Source.API, utc_now())
    assert made.label == "positive"
    assert stored(session) == ["I love it"]


def test_a_list_goes_by_itself(
    session: Session, predictor: Predictor, model: SlowModel, ledger: WatchedLedger
) -> None:
    made = predictor.predict(["I love it", "I hate it"], Source.API, utc_now())
    assert [prediction.label for prediction in made] == ["positive", "negative"]
    assert (model.batches, ledger.sizes) == ([["I love it", "I hate it"]], [2])
    assert session.scalar(select(func.count()).select_from(Prediction)) == 2
