"""What a request finds on its application: the settings, the model, the counters,
and the way of predictions to the disk."""

from dataclasses import dataclass

from flask import current_app

from airparadis.config.settings import Config
from airparadis.ml.slot import ModelSlot
from airparadis.services.predictions.ledger import Ledger
from airparadis.web.telemetry.metrics import Metrics


@dataclass(frozen=True, slots=True)
class Runtime:
    """Made once by `create_app`."""

    config: Config
    model: ModelSlot
    metrics: Metrics
    ledger: Ledger


def runtime() -> Runtime:
    """That of the current application."""
    found = current_app.extensions["airparadis"]
    assert isinstance(found, Runtime)  # noqa: S101 (narrows Flask's untyped extension table)
    return found
