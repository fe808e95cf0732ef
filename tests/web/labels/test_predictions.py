"""Labels of predictions."""

from collections.abc import Iterator
from enum import StrEnum

import pytest
from flask import Flask
from flask_babel import force_locale

from airparadis.db.tables import Prediction
from airparadis.domain.incidents.incident import IncidentState
from airparadis.domain.monitoring.figures import Span
from airparadis.domain.predictions.feedback import CorrectedLabel
from airparadis.domain.predictions.label import Label
from airparadis.domain.predictions.tweet import Unscorable
from airparadis.web.labels import incidents, monitoring, predictions
from airparadis.web.labels.predictions import Sureness


@pytest.fixture(autouse=True)
def _in_a_request(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def scored(positive: float, *, uncertain: bool = False) -> Prediction:
    label = Label.POSITIVE if positive >= 0.5 else Label.NEGATIVE
    return Prediction(label=label, probability_positive=positive, uncertain=uncertain)


@pytest.mark.parametrize(
    ("prediction", "sureness"),
    [
        (scored(0.95, uncertain=True), Sureness.UNCERTAIN),
        (scored(0.7), Sureness.FAIRLY),
        (scored(0.899), Sureness.FAIRLY),
        (scored(0.9), Sureness.VERY),
        (scored(0.1), Sureness.VERY),
        (scored(0.101), Sureness.FAIRLY),
    ],
)
def test_sureness_follows_the_confidence_in_the_label(
    prediction: Prediction, sureness: Sureness
) -> None:
    assert predictions.sureness(prediction) is sureness


@pytest.mark.parametrize(
    ("name", "values"),
    [
        (predictions.label_name, [*CorrectedLabel, *Label]),
        (predictions.reason_name, list(Unscorable)),
        (predictions.strength_name, [0, 1, 2, 3]),
        (monitoring.span_name, list(Span)),
        (incidents.state_name, list(IncidentState)),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_value_has_a_name(name: object, values: list[StrEnum | int], language: str) -> None:
    assert callable(name)
    with force_locale(language):
        assert all(name(value) for value in values)


def test_every_verdict_is_a_sentence_of_its_own_with_the_share() -> None:
    sentences = {
        predictions.verdict(scored(positive, uncertain=uncertain), "SHARE")
        for positive in (0.01, 0.3, 0.7, 0.99)
        for uncertain in (True, False)
    }
    assert len(sentences) == 6
    assert all(sentence.endswith(": SHARE") for sentence in sentences)
