"""Each way's delivery as readers of an incident see it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from airparadis.domain.accounts.roles import Role
from airparadis.domain.incidents.incident import Notice
from airparadis.domain.messages.outbox import Channel
from airparadis.lib.clock import utc_now
from airparadis.services.incidents import incidents
from airparadis.services.messages import outbox
from airparadis.web.extensions import db
from tests.web.pages.incidents.test_incidents import open_incident


@pytest.mark.parametrize("page", ["/admin", "/admin/incidents", "/admin/incidents/1"])
def test_every_way_tells_what_became_of_its_message(
    app: Flask, log_in: Callable[[Role], FlaskClient], page: str
) -> None:
    open_incident(app)
    with app.app_context():
        incident, now = incidents.find(db.session(), 1), utc_now()
        chat = outbox.Draft(Channel.CHAT, (), "subject", "text", target="Slack 3f2a9c1d")
        hook = outbox.Draft(Channel.WEBHOOK, (), "subject", "text")
        message = outbox.enqueue(db.session(), incident, Notice.OPENED, chat, now)
        outbox.settle(message, None, now)
        incidents.record_delivery(incident, message, now)
        until = now + timedelta(hours=1)
        outbox.enqueue(db.session(), incident, Notice.OPENED, hook, now, until)
        db.session.commit()
    text = log_in(Role.ANALYST).get(page).text
    for words in ("Slack 3f2a9c1d", "Webhook", "Held until"):
        assert words in text
