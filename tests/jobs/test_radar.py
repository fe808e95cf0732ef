"""Several bursts at once become one message for people, and one each for programs."""

from collections.abc import Sequence
from datetime import timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.config.settings import Config
from airparadis.db.tables import Incident, OutboxMessage, Prediction
from airparadis.domain.incidents.incident import Notice
from airparadis.domain.messages.outbox import Channel, MessageState, Route
from airparadis.domain.messages.routing import ALWAYS, Rule
from airparadis.jobs import radar
from airparadis.lib.errors import NotificationError
from airparadis.services.messages.outbox import Draft
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


def test_several_bursts_of_a_pass_are_one_message(
    app: Flask, session: Session, config: Config
) -> None:
    for name, size in (("Alpha", 8), ("Beta", 40), ("Gamma", 8)):
        stream(session, name, [name])
        texts = [tweet(f"{name}{n}", f"hate {name} {n}", BURST + n / 9) for n in range(size)]
        feed(session, texts)
    feed(session, [tweet(f"b{n}", "good morning", minutes=20 * n) for n in range(4 * 72)])
    notifiers = [Recorder(Channel.MAIL), Recorder(Channel.WEBHOOK)]
    now = NOON + timedelta(minutes=BURST + 10)
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
