"""Every line of a timeline and every message has words."""

import pytest
from flask import Flask
from flask_babel import force_locale

from airparadis.db.tables import Incident, IncidentEvent
from airparadis.domain.incidents.incident import Cause, EventKind, Notice
from airparadis.web.labels.timeline import actor_name, event_words, notice_name

DETAIL: dict[str, object] = {
    "count": 4,
    "until": "2026-06-01T12:00:00+00:00",
    "notice": "resolved",
    "damped": True,
    "channel": "chat",
    "target": "Slack 3f2a9c1d",
}


def event(
    kind: EventKind, detail: dict[str, object] = DETAIL, cause: Cause = Cause.ERRORS
) -> IncidentEvent:
    return IncidentEvent(kind=kind, detail=detail, incident=Incident(cause=cause))


@pytest.mark.parametrize("cause", Cause)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_kind_of_event_and_message_has_words(app: Flask, language: str, cause: Cause) -> None:
    with app.test_request_context(), force_locale(language):
        events = {event_words(event(kind, cause=cause)) for kind in EventKind}
        assert len(events) == len(EventKind)
        assert len({notice_name(notice) for notice in Notice}) == len(Notice)


def test_a_snooze_tells_its_end_in_the_readers_zone(app: Flask) -> None:
    snoozed = event(EventKind.SNOOZED)
    with app.test_request_context(headers={"Cookie": 'timezone="Europe/Paris"'}):
        assert event_words(snoozed) == "Snoozed until 1 Jun, 14:00"


def test_events_carried_over_from_before_the_timeline_have_words(app: Flask) -> None:
    with app.test_request_context():
        sent = event(EventKind.MAIL_SENT, {})
        assert event_words(sent) == "Mail sent: Alert"


def test_an_actor_is_an_address_or_the_link(app: Flask) -> None:
    with app.test_request_context():
        assert actor_name("ana@example.org") == "ana@example.org"
        assert actor_name("mail link") == "link in the mail"
