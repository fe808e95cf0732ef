"""The digest of a day, from votes to mail, against a real SMTP server."""

from datetime import UTC, datetime, time, timedelta

import pytest
from flask import Flask

from airparadis.app import create_app
from airparadis.config.settings import Config
from airparadis.db.tables import OutboxMessage
from airparadis.domain.incidents.incident import Notice
from airparadis.jobs.digest import write_digest
from airparadis.services.messages import digest, outbox
from airparadis.web.extensions import db
from tests.jobs.test_error_window import body_of, log_lines, one_pass, report_wrong
from tests.support.fakes import FakeClassifier
from tests.support.servers.smtp import Inbox

EIGHT = datetime(2026, 6, 1, 6, tzinfo=UTC)  # in Paris
TWEETS = ("I <b>hate</b> it", "bad", "worst")


@pytest.fixture
def config(config: Config, post: tuple[Inbox, int], request: pytest.FixtureRequest) -> Config:
    update = {
        "mail_server": "127.0.0.1",
        "mail_port": post[1],
        "alert_recipients": ("oncall@example.org",),
        "timezone": "Europe/Paris",
        "digest_at": "08:00",
        "public_url": "https://airparadis.example.org",
    }
    return config.model_copy(update=update | getattr(request, "param", {}))


def look(app: Flask, now: datetime) -> None:
    """Run a pass of the scheduler."""
    with app.app_context():
        write_digest(db.session(), app.extensions["airparadis"].config, now)
    one_pass(app, now)


def test_one_a_day_whoever_looks_however_often(app: Flask, config: Config, inbox: Inbox) -> None:
    twin = create_app(config, FakeClassifier())
    for seconds in range(-10, 60, 5):
        for scheduler in (app, twin):
            look(scheduler, EIGHT + timedelta(seconds=seconds))
    assert len(inbox.messages) == 1
    look(create_app(config, FakeClassifier()), EIGHT + timedelta(hours=3))  # a restart
    assert len(inbox.messages) == 1
    look(app, EIGHT + timedelta(days=1))
    assert len(inbox.messages) == 2
    assert [line["event"] for line in log_lines(config)] == ["DIGEST_SENT"] * 2


def test_two_that_write_in_the_same_moment_leave_one(
    app: Flask, monkeypatch: pytest.MonkeyPatch, inbox: Inbox
) -> None:
    look(app, EIGHT)
    monkeypatch.setattr(outbox, "has_key", lambda *_: False)
    look(app, EIGHT + timedelta(seconds=5))
    assert len(inbox.messages) == 1


def test_it_tells_the_day_in_text_and_html(app: Flask, inbox: Inbox) -> None:
    report_wrong(app, *TWEETS, at=EIGHT - timedelta(hours=2))
    one_pass(app, EIGHT - timedelta(hours=2))
    inbox.messages.clear()
    look(app, EIGHT)
    subject = "[Air Paradis] Daily digest of Monday, June 1, 2026"
    [message] = [message for message in inbox.messages if message["Subject"] == subject]
    assert message["To"] == "oncall@example.org"
    text, html = body_of(message), body_of(message, "html")
    for body in (text, html):
        assert "3 tweets arrived in the last 24 hours. There was 1 incident." in body
        assert "100.0% (3 of 3 judged; between" in body
        assert "https://airparadis.example.org/admin/incidents/1" in body
        assert "Sent 1 Jun 2026, 08:00:00 CEST" in body
        assert "/incidents/" not in body.replace("/admin/incidents/", ""), "no link that acts"
    assert "I &lt;b&gt;hate&lt;/b&gt; it" in html
    assert "I <b>hate</b> it" in text


@pytest.mark.parametrize("config", [{"mail_language": "fr"}], indirect=True)
def test_it_speaks_french_and_an_empty_day_says_so(app: Flask, inbox: Inbox) -> None:
    look(app, EIGHT)
    [message] = inbox.messages
    assert message["Subject"] == "[Air Paradis] Résumé quotidien du lundi 1 juin 2026"
    text = body_of(message)
    assert (
        "Aucun tweet n’est arrivé ces dernières 24\xa0heures. Il n’y a eu aucun incident." in text
    )
    assert "Taux d’erreur\u202f: pas encore de vote" in text


def test_a_server_that_is_down_gets_it_later_once(app: Flask, inbox: Inbox) -> None:
    inbox.refusing = True
    look(app, EIGHT)
    inbox.refusing = False
    for seconds in range(5, 60, 5):
        look(app, EIGHT + timedelta(seconds=seconds))
    assert len(inbox.messages) == 1


@pytest.mark.parametrize("config", [{"alert_quiet_hours": "22:00-09:30"}], indirect=True)
def test_quiet_hours_put_it_off(app: Flask, inbox: Inbox) -> None:
    look(app, EIGHT)
    assert inbox.messages == []
    look(app, EIGHT + timedelta(minutes=90))
    assert "09:30:00" in body_of(inbox.messages[0]), "told as things are then"


@pytest.mark.parametrize("config", [{"digest_at": ""}, {"mail_server": ""}], indirect=True)
def test_none_is_written_when_it_is_off_or_cannot_leave(app: Flask) -> None:
    with app.app_context():
        write_digest(db.session(), app.extensions["airparadis"].config, EIGHT)
        assert digest.latest_message(db.session()) is None


def test_what_an_administrator_stored_overrules_the_settings(app: Flask, inbox: Inbox) -> None:
    with app.app_context():
        session = db.session()
        digest.store_time(session, None, "ana@example.org", EIGHT)
        session.commit()
        assert digest.current_time(session, "08:00") is None
        digest.store_time(session, time(9), "ana@example.org", EIGHT)
        session.commit()
        assert digest.current_time(session, "08:00") == time(9)
    look(app, EIGHT)
    assert inbox.messages == []
    look(app, EIGHT + timedelta(hours=1))
    assert len(inbox.messages) == 1
    with app.app_context():
        [message] = db.session.query(OutboxMessage)
        assert (message.notice, message.key) == (Notice.DIGEST, "digest-2026-06-01")
