"""Labels of messages."""

import pytest
from flask import Flask

from airparadis.db.tables import OutboxMessage
from airparadis.domain.messages.outbox import Channel, MessageState, Route
from airparadis.web.labels.messages import Delivery, message_state, route_name


@pytest.mark.parametrize(
    ("message", "state"),
    [
        (OutboxMessage(state=MessageState.PENDING), Delivery.OWED),
        (OutboxMessage(state=MessageState.PENDING, last_error="no"), Delivery.FAILING),
        (OutboxMessage(state=MessageState.SENT), Delivery.SENT),
        (OutboxMessage(state=MessageState.FAILED, last_error="no"), Delivery.GIVEN_UP),
    ],
)
def test_the_state_of_a_delivery(message: OutboxMessage, state: Delivery) -> None:
    assert message_state(message) is state


@pytest.mark.parametrize(
    ("route", "name"),
    [
        (Route(Channel.MAIL), "Mail"),
        (Route(Channel.WEBHOOK), "Webhook"),
        (Route(Channel.CHAT, "Slack 3f2a9c1d"), "Slack 3f2a9c1d"),
    ],
)
def test_a_route_is_named_by_its_channel_or_its_service(
    app: Flask, route: Route, name: str
) -> None:
    with app.test_request_context():
        assert route_name(route) == name
