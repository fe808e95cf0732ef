"""Values of the domain in words."""

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum

import pytest
from flask import Flask
from flask_babel import force_locale

from airparadis.db.tables import Incident, OutboxMessage, Prediction
from airparadis.domain.incidents.incident import IncidentState
from airparadis.domain.messages.outbox import Channel, MessageState, Route
from airparadis.domain.monitoring.figures import Span
from airparadis.domain.predictions.feedback import CorrectedLabel
from airparadis.domain.predictions.label import Label
from airparadis.domain.predictions.tweet import Unscorable
from airparadis.web.labels import labels
from airparadis.web.labels.labels import Delivery, Sureness

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


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
    assert labels.sureness(prediction) is sureness


@pytest.mark.parametrize(
    ("name", "values"),
    [
        (labels.label_name, [*CorrectedLabel, *Label]),
        (labels.reason_name, list(Unscorable)),
        (labels.span_name, list(Span)),
        (labels.state_name, list(IncidentState)),
        (labels.strength_name, [0, 1, 2, 3]),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_value_has_a_word(name: object, values: list[StrEnum | int], language: str) -> None:
    assert callable(name)
    with force_locale(language):
        assert all(name(value) for value in values)


def test_every_verdict_has_a_sentence_with_its_share() -> None:
    sentences = {
        labels.verdict(scored(positive, uncertain=uncertain), "SHARE")
        for positive in (0.01, 0.3, 0.7, 0.99)
        for uncertain in (True, False)
    }
    assert len(sentences) == 6
    assert all(each.endswith(": SHARE") for each in sentences)


@pytest.mark.parametrize(
    ("message", "state"),
    [
        (OutboxMessage(state=MessageState.PENDING), Delivery.OWED),
        (OutboxMessage(state=MessageState.PENDING, last_error="no"), Delivery.FAILING),
        (OutboxMessage(state=MessageState.SENT), Delivery.SENT),
        (OutboxMessage(state=MessageState.FAILED, last_error="no"), Delivery.GIVEN_UP),
    ],
)
def test_what_became_of_a_message_is_told(message: OutboxMessage, state: Delivery) -> None:
    assert labels.message_state(message) is state


@pytest.mark.parametrize(
    ("route", "name"),
    [
        (Route(Channel.MAIL), "Mail"),
        (Route(Channel.WEBHOOK), "Webhook"),
        (Route(Channel.CHAT, "Slack 3f2a9c1d"), "Slack 3f2a9c1d"),
    ],
)
def test_a_way_is_called_by_its_channel_or_its_service(route: Route, name: str) -> None:
    assert labels.route_name(route) == name


def test_each_way_has_its_own_latest_message() -> None:
    by_mail = [OutboxMessage(channel=Channel.MAIL, target="") for _ in range(2)]
    by_chat = OutboxMessage(channel=Channel.CHAT, target="Slack 3f2a9c1d")
    incident = Incident(messages=[by_mail[0], by_chat, by_mail[1]])
    assert incident.latest_messages == [by_mail[1], by_chat]


@pytest.mark.parametrize(
    ("threshold", "minutes", "words"),
    [
        (1, 1, "1 prediction reported wrong within 1 minute"),
        (3, 5, "3 predictions reported wrong within 5 minutes"),
        (2_000, 60, "2,000 predictions reported wrong within 60 minutes"),
    ],
)
def test_the_rule_of_the_error_window_is_a_phrase(threshold: int, minutes: int, words: str) -> None:
    assert labels.window_rule(threshold, minutes) == words
