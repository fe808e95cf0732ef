"""An application's runtime: the settings, the model, the counters, and the way from
tweets to stored predictions."""

from dataclasses import dataclass, replace
from threading import BoundedSemaphore

from flask import Flask, current_app

from airparadis.config.settings import Config
from airparadis.lib.rate_limit import RateLimits
from airparadis.ml.contract import Classifier
from airparadis.ml.slot import ModelSlot
from airparadis.services.models.releases import released_digests
from airparadis.services.predictions.ledger import Ledger
from airparadis.services.predictions.predictor import Predictor
from airparadis.text.language import Language
from airparadis.web.extensions import db, rate_limits
from airparadis.web.telemetry.metrics import Metrics

THREADS_FOR_A_LONG_CALL = 4
"""Threads for each long call: one scores a long list, three answer others."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """The state that an application keeps between requests."""

    config: Config
    model: ModelSlot
    metrics: Metrics
    ledger: Ledger
    predictor: Predictor
    rate_limits: RateLimits
    long_calls: BoundedSemaphore
    """Threads of this process that may score long lists at the same time."""


def make_runtime(config: Config, classifier: Classifier | None) -> Runtime:
    """Make the runtime of an application; a classifier takes the place of the stored model."""
    store = replace(config.model_store, digests=lambda: released_digests(db.session()))
    model = ModelSlot(store, classifier)
    ledger, metrics = Ledger(lambda: db.engine), Metrics()
    return Runtime(
        config,
        model,
        metrics,
        ledger,
        Predictor(model, ledger, metrics.count_predictions),
        rate_limits(config.rate_limit_storage),
        BoundedSemaphore(max(config.threads // THREADS_FOR_A_LONG_CALL, 1)),
    )


def runtime() -> Runtime:
    """Return the runtime of the current application."""
    return runtime_of(current_app)


def runtime_of(app: Flask) -> Runtime:
    """Return the runtime of an application."""
    found = app.extensions["airparadis"]
    assert isinstance(found, Runtime)  # noqa: S101 (narrows Flask's untyped extension table)
    return found


def model_languages() -> frozenset[Language]:
    """Return the languages that the model reads; English while none is loaded."""
    classifier = runtime().model.present
    return classifier.manifest.languages if classifier else frozenset({Language.ENGLISH})
