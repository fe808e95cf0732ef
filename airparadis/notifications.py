"""How the outside hears of an incident."""

import smtplib
from collections.abc import Sequence
from datetime import datetime
from email.errors import MessageError
from typing import Protocol
from zoneinfo import ZoneInfo

from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_mail import BadHeaderError, Mail, Message

from airparadis.config import Config
from airparadis.errors import NotificationError
from airparadis.models import Incident, Prediction


class Notifier(Protocol):
    """Tells somebody about an incident."""

    def notify(self, incident: Incident, predictions: Sequence[Prediction]) -> None:
        """Send, or raise NotificationError."""


class MailNotifier:
    """Writes to the alert recipients, all in one message."""

    def __init__(self, mail: Mail, config: Config) -> None:
        self.mail = mail
        self.config = config

    def notify(self, incident: Incident, predictions: Sequence[Prediction]) -> None:
        """Send one mail.

        Raises:
            NotificationError: the server refused it, could not be reached, or took too long.
        """
        with force_locale(self.config.mail_language):
            message = self._message(incident, predictions)
        try:
            self.mail.send(message)
        except (OSError, smtplib.SMTPException, MessageError, BadHeaderError) as error:
            raise NotificationError(f"{type(error).__name__}: {error}") from error

    def _message(self, incident: Incident, predictions: Sequence[Prediction]) -> Message:
        subject = _(
            "[Air Paradis] %(count)d predictions reported wrong within %(minutes)d minutes",
            count=incident.report_count,
            minutes=incident.window_seconds // 60,
        )
        body = render_template(
            "mail/incident.txt",
            incident=incident,
            predictions=predictions,
            config=self.config,
            local=self._local,
        )
        return Message(subject, recipients=list(self.config.alert_recipients), body=body)

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.config.timezone))
