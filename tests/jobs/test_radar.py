"""Several bursts at once become one message for people, and one each for programs."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.config.settings import Config
from airparadis.db.tables import Incident, OutboxMessage, Prediction
from airparadis.domain.incidents.incident import Notice
from airparadis.domain.messages.outbox import Channel, MessageState, Route
from airparadis.domain.messages.routing import ALWAYS, Rule
from airparadis.jobs import radar
from airparadis.jobs.grouping import group_held
from airparadis.lib.errors import NotificationError
from airparadis.notify.mail import MailNotifier
from airparadis.notify.notifier import Notifier
from airparadis.services.messages.outbox import Draft
from airparadis.web.extensions import mail
from tests.support.pages.page import Page
from tests.support.streams import NOON, feed, stream, tweet

BURST = 4 * 24 * 60


class Recorder:
    """A notifier that only composes."""

    def __init__(self, channel: Channel) -> None:
        self.route = Route(channel)
        self.rules: Sequence[Rule] = ALWAYS

    def compose(
        self, notice: Notice, incident: Incident, predictions: Sequence[Prediction]
    ) -> Draft:
        assert incident.burst is not None
        name = incident.burst.stream.name
        return Draft(self.route.channel, (), f"[Air Paradis] {name} {notice}", f"About {name}.")

    def send(self, message: OutboxMessage) -> None:
        raise NotImplementedError

    def send_test(self) -> None:
        raise NotImplementedError

    def test_result(self, error: NotificationError | None) -> str:
        raise NotImplementedError


def messages(session: Session, channel: Channel) -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.channel == channel)
    return list(session.scalars(query.order_by(OutboxMessage.id)))


def make_bursts(session: Session) -> datetime:
    """Store bursts of three streams, and return a moment at which they are told."""
    for name, size in (("Alpha", 8), ("Beta", 40), ("Gamma", 8)):
        stream(session, name, [name])
        texts = [tweet(f"{name}{n}", f"hate {name} {n}", BURST + n / 9) for n in range(size)]
        feed(session, texts)
    feed(session, [tweet(f"b{n}", "good morning", minutes=20 * n) for n in range(4 * 72)])
    return NOON + timedelta(minutes=BURST + 10)


def test_several_bursts_of_a_pass_are_one_message(
    app: Flask, session: Session, config: Config
) -> None:
    now = make_bursts(session)
    notifiers = [Recorder(Channel.MAIL), Recorder(Channel.WEBHOOK)]
    radar.run_once(session, config, notifiers, now)
    mails = messages(session, Channel.MAIL)
    pending = [mail for mail in mails if mail.state is MessageState.PENDING]
    assert [mail.subject for mail in pending] == [
        "[Air Paradis] 3 bursts at once: Beta, Alpha, Gamma"
    ]
    for name in ("Alpha", "Beta", "Gamma"):
        assert f"About {name}." in pending[0].text
    others = [mail for mail in mails if mail.state is MessageState.GROUPED]
    assert {mail.grouped_with for mail in others} == {pending[0].incident_id}
    assert len(others) == 2
    hooks = messages(session, Channel.WEBHOOK)
    assert {hook.state for hook in hooks} == {MessageState.PENDING}
    assert len(hooks) == 3


def test_bursts_that_quiet_hours_held_back_are_one_mail_in_the_end(
    app: Flask, session: Session, config: Config
) -> None:
    now = make_bursts(session)
    until = now.replace(minute=0) + timedelta(hours=2)
    night = {"alert_quiet_hours": f"{now - timedelta(hours=1):%H:00}-{until:%H:00}"}
    config = config.model_copy(update=night | {"mail_server": "127.0.0.1", "timezone": "UTC"})
    config = config.model_copy(update={"alert_recipients": ("oncall@example.org",)})
    notifiers: list[Notifier] = [MailNotifier(mail, config), Recorder(Channel.WEBHOOK)]
    radar.run_once(session, config, notifiers, now)
    group_held(session, config, notifiers, now + timedelta(minutes=5))
    mails = messages(session, Channel.MAIL)
    assert [message.is_held for message in mails] == [True] * 3
    group_held(session, config, notifiers, until)
    [left] = [message for message in mails if message.state is MessageState.PENDING]
    assert left.subject == "[Air Paradis] 3 bursts at once: Beta, Alpha, Gamma"
    assert (left.is_held, left.next_attempt_at) == (False, until)
    assert {message.state for message in messages(session, Channel.WEBHOOK)} == {
        MessageState.PENDING
    }
    group_held(session, config, notifiers, until)  # once is enough
    assert left.subject == "[Air Paradis] 3 bursts at once: Beta, Alpha, Gamma"


def test_a_mail_about_several_bursts_has_an_html_body_like_the_others(
    app: Flask, session: Session, config: Config
) -> None:
    now = make_bursts(session)
    update = {"mail_server": "127.0.0.1", "alert_recipients": ("oncall@example.org",)}
    config = config.model_copy(update=update | {"mail_language": "fr"})
    radar.run_once(session, config, [MailNotifier(mail, config)], now)
    [left] = [m for m in messages(session, Channel.MAIL) if m.state is MessageState.PENDING]
    assert left.html is not None
    page = Page(left.html)
    assert [heading.text.strip() for heading in page.all("h1")] == [
        "3 pics en même temps : Beta, Alpha, Gamma"
    ]
    assert len(page.all("h2")) == 3
    links = [link["href"] for link in page.all("a")]
    assert sum("/radar/bursts/" in link for link in links) == 3
    assert len([link for link in links if re.search(r"/incidents/[\w.-]{20,}$", link)]) == 3
    assert "<html" in left.html
    assert 'lang="fr"' in left.html
