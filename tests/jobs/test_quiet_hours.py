"""Quiet hours from votes to mail, against a real SMTP server."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from airparadis.config.settings import Config
from airparadis.jobs import error_window
from airparadis.notify.mail import MailNotifier
from airparadis.services.incidents import listing
from airparadis.web.extensions import db, mail
from tests.jobs.test_error_window import report_wrong, subjects
from tests.support.servers.smtp import Inbox

NIGHT = datetime(2026, 6, 1, 23, tzinfo=UTC)
MORNING = datetime(2026, 6, 2, 7, tzinfo=UTC)
TWEETS = ("I hate it", "bad", "worst")


@pytest.fixture
def config(config: Config, post: tuple[Inbox, int]) -> Config:
    update = {
        "mail_server": "127.0.0.1",
        "mail_port": post[1],
        "alert_recipients": ("oncall@example.org",),
        "alert_quiet_hours": "22:00-07:00",
        "alert_quiet_break_at": 5,
    }
    return config.model_copy(update=update)


def one_pass(app: Flask, now: datetime) -> None:
    config: Config = app.extensions["airparadis"].config
    with app.app_context():
        notifiers = [MailNotifier(mail, config)]
        error_window.run_once(db.session(), config.alert_policy, notifiers, now, config.quiet_hours)


def test_what_opens_and_ends_at_night_is_told_once_in_the_morning(app: Flask, inbox: Inbox) -> None:
    report_wrong(app, *TWEETS, at=NIGHT)
    for minutes in (0, 1, 10, 60, 479):
        one_pass(app, NIGHT + timedelta(minutes=minutes))
    with app.app_context():
        [incident] = listing.recent(db.session())
        assert incident.resolved_at == NIGHT + timedelta(minutes=10)
        assert [message.is_held for message in incident.messages] == [True]
    assert inbox.messages == []
    for seconds in (0, 5):
        one_pass(app, MORNING + timedelta(seconds=seconds))
    assert subjects(inbox) == ["Resolved in quiet hours: 3 predictions reported wrong"]


def test_what_goes_on_in_the_morning_is_told_as_it_is_then(app: Flask, inbox: Inbox) -> None:
    report_wrong(app, *TWEETS, at=MORNING - timedelta(minutes=4))
    one_pass(app, MORNING - timedelta(minutes=4))
    report_wrong(app, "bad again", at=MORNING - timedelta(minutes=1))
    for seconds in (-60, 0, 5, 10):
        one_pass(app, MORNING + timedelta(seconds=seconds))
    assert subjects(inbox) == ["4 predictions reported wrong within 5 minutes"]


def test_much_that_is_wrong_wakes_who_is_on_duty_once(app: Flask, inbox: Inbox) -> None:
    report_wrong(app, *TWEETS, at=NIGHT)
    one_pass(app, NIGHT)
    assert inbox.messages == []
    report_wrong(app, "bad again", "worse", at=NIGHT)
    for seconds in (5, 10):
        one_pass(app, NIGHT + timedelta(seconds=seconds))
    assert subjects(inbox) == ["5 predictions reported wrong within 5 minutes"]


def test_a_retry_waits_for_the_morning(app: Flask, inbox: Inbox) -> None:
    evening = NIGHT - timedelta(hours=1, seconds=5)
    inbox.refusing = True
    report_wrong(app, *TWEETS, at=evening)
    one_pass(app, evening)
    inbox.refusing = False
    one_pass(app, NIGHT)
    assert inbox.messages == []
    one_pass(app, MORNING)
    assert subjects(inbox)[0] == "3 predictions reported wrong within 5 minutes"
