"""Several tweets at once, their deciding words marked."""

from collections.abc import Iterable

from airparadis.db.tables import Prediction
from airparadis.ml.slot import ModelSlot
from airparadis.services.predictions.predict import explain
from airparadis.web.presentation.highlight import Segment, segments


def marked(model: ModelSlot, predictions: Iterable[Prediction]) -> dict[int, list[Segment] | None]:
    """The tweets cut at the words that decided, by the ids of their predictions.

    None for a tweet that another model version scored, and for all while no model is loaded: the
    present model's words are not those that decided then.
    """
    found: dict[int, list[Segment] | None] = {}
    classifier = None if model.fault else model.classifier
    for prediction in predictions:
        explanation = explain(classifier, prediction) if classifier else None
        found[prediction.id] = segments(prediction.text, explanation) if explanation else None
    return found
