"""Labels of incidents, their timeline and their messages."""

import pytest
from flask import Flask
from flask_babel import force_locale

from airparadis.db.tables import Incident, IncidentEvent, OutboxMessage
from airparadis.domain.incidents.incident import Cause, EventKind, Notice
from airparadis.domain.messages.outbox import Channel
from airparadis.web.labels.incidents import actor_name, event_label, window_rule
from airparadis.web.labels.messages import notice_name

DETAIL: dict[str, object] = {
    "count": 4,
    "until": "2026-06-01T12:00:00+00:00",
    "notice": "resolved",
    "damped": True,
    "severity": 7,
    "channel": "chat",
    "target": "Slack 3f2a9c1d",
}


def event(
    kind: EventKind, detail: dict[str, object] = DETAIL, cause: Cause = Cause.ERRORS
) -> IncidentEvent:
    return IncidentEvent(kind=kind, detail=detail, incident=Incident(cause=cause))


@pytest.mark.parametrize("cause", Cause)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_event_and_message_has_a_label(app: Flask, language: str, cause: Cause) -> None:
    with app.test_request_context(), force_locale(language):
        events = {event_label(event(kind, cause=cause)) for kind in EventKind}
        assert len(events) == len(EventKind)
        assert len({notice_name(notice) for notice in Notice}) == len(Notice)


def test_a_snooze_names_its_end_in_the_readers_zone(app: Flask) -> None:
    snoozed = event(EventKind.SNOOZED)
    with app.test_request_context(headers={"Cookie": 'timezone="Europe/Paris"'}):
        assert event_label(snoozed) == "Snoozed until 1 Jun, 14:00"


def test_events_stored_before_the_timeline_have_a_label(app: Flask) -> None:
    with app.test_request_context():
        sent = event(EventKind.MAIL_SENT, {})
        assert event_label(sent) == "Mail sent: Alert"


def test_an_actor_is_an_address_or_the_link(app: Flask) -> None:
    with app.test_request_context():
        assert actor_name("ana@example.org") == "ana@example.org"
        assert actor_name("mail link") == "link in the mail"


def test_the_latest_message_of_each_route_is_listed() -> None:
    by_mail = [OutboxMessage(channel=Channel.MAIL, target="") for _ in range(2)]
    by_chat = OutboxMessage(channel=Channel.CHAT, target="Slack 3f2a9c1d")
    incident = Incident(messages=[by_mail[0], by_chat, by_mail[1]])
    assert incident.latest_messages == [by_mail[1], by_chat]


@pytest.mark.parametrize(
    ("threshold", "minutes", "phrase"),
    [
        (1, 1, "1 prediction reported wrong within 1 minute"),
        (3, 5, "3 predictions reported wrong within 5 minutes"),
        (2_000, 60, "2,000 predictions reported wrong within 60 minutes"),
    ],
)
def test_the_alert_rule_is_a_phrase(app: Flask, threshold: int, minutes: int, phrase: str) -> None:
    with app.test_request_context():
        assert window_rule(threshold, minutes) == phrase
