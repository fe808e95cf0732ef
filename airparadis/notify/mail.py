"""How the outside hears of an incident: messages are written here, and sent from the outbox."""

import smtplib
from collections.abc import Sequence
from datetime import datetime
from email.errors import MessageError
from typing import Protocol

from flask_mail import BadHeaderError, Mail, Message

from airparadis.config.settings import Config
from airparadis.db.tables import Incident, OutboxMessage, Prediction
from airparadis.domain.incidents.incident import Notice
from airparadis.domain.messages.outbox import Channel, Route
from airparadis.lib.deadline import MAX_TIMEOUTS, within
from airparadis.lib.errors import NotificationError
from airparadis.notify.mail_text import subject_and_bodies, test_mail
from airparadis.services.messages.outbox import Draft


class Sender(Protocol):
    """Sends messages by one route."""

    @property
    def route(self) -> Route:
        """Which messages of the outbox are its own."""

    def send(self, message: OutboxMessage) -> None:
        """Send what was written, or raise NotificationError."""


class Notifier(Sender, Protocol):
    """Tells somebody about an incident, by one route."""

    def compose(
        self, notice: Notice, incident: Incident, predictions: Sequence[Prediction]
    ) -> Draft:
        """Write what there is to tell."""


class MailNotifier:
    """Writes to the alert recipients, all in one message."""

    route = Route(Channel.MAIL)

    def __init__(self, mail: Mail, config: Config) -> None:
        self.mail = mail
        self.config = config

    def compose(
        self, notice: Notice, incident: Incident, predictions: Sequence[Prediction]
    ) -> Draft:
        """A mail in the language of the settings; opens no connection."""
        subject, text, html = subject_and_bodies(self.config, notice, incident, predictions)
        return Draft(Channel.MAIL, self.config.alert_recipients, subject, text, html)

    def send(self, message: OutboxMessage) -> None:
        """Send one mail.

        Raises:
            NotificationError: the server refused it, could not be reached, or took too long.
        """
        mail = Message(
            message.subject,
            recipients=[*(message.recipients or self.config.alert_recipients)],
            body=message.text,
            html=message.html,
        )
        # The same at every attempt: should a mail leave twice, its readers' programs see it.
        domain = self.config.mail_default_sender.rpartition("@")[2]
        mail.msgId = f"<outbox-{message.id}-{message.created_at.timestamp():.0f}@{domain}>"
        self._send(mail)

    def send_test(self, now: datetime) -> None:
        """Send a mail that only says that mail works.

        Raises:
            NotificationError: it does not; `__cause__` is what the connection said.
        """
        subject, text = test_mail(self.config, now)
        self._send(Message(subject, recipients=[*self.config.alert_recipients], body=text))

    def _send(self, mail: Message) -> None:
        try:
            within(self.config.mail_timeout_seconds * MAX_TIMEOUTS, lambda: self.mail.send(mail))
        except (OSError, smtplib.SMTPException, MessageError, BadHeaderError) as error:
            raise NotificationError(f"{type(error).__name__}: {error}") from error
