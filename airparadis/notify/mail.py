"""Mail: the notifier of the alert recipients, and the sender of mails about accounts."""

import smtplib
from collections.abc import Sequence
from email.errors import MessageError

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_mail import BadHeaderError, Mail, Message

from airparadis.config.settings import Config
from airparadis.db.tables import Incident, OutboxMessage, Prediction
from airparadis.domain.incidents.incident import Notice
from airparadis.domain.messages.outbox import ACCOUNT_ROUTE, Channel, Route
from airparadis.lib.clock import utc_now
from airparadis.lib.deadline import MAX_TIMEOUTS, within
from airparadis.lib.errors import NotificationError
from airparadis.notify.mail_faults import fault_label, fault_of
from airparadis.notify.mail_text import subject_and_bodies, test_mail
from airparadis.notify.notifier import NotifierKind, Sender
from airparadis.services.messages.outbox import Draft

ALERT_ROUTE = Route(Channel.MAIL)


class MailNotifier:
    """Writes to the recipients of a message, by default those of alerts, all in one mail."""

    def __init__(self, mail: Mail, config: Config, route: Route = ALERT_ROUTE) -> None:
        self.mail = mail
        self.config = config
        self.route = route

    def compose(
        self, notice: Notice, incident: Incident, predictions: Sequence[Prediction]
    ) -> Draft:
        """Write a mail in the language of the settings."""
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
        # The same at every attempt, so that mail programs recognise a mail that is sent twice.
        domain = self.config.mail_default_sender.rpartition("@")[2]
        mail.msgId = f"<outbox-{message.id}-{message.created_at.timestamp():.0f}@{domain}>"
        self._send(mail)

    def send_test(self) -> None:
        """Send a mail that only says that mail works.

        Raises:
            NotificationError: it does not; `__cause__` is the error of the connection.
        """
        subject, text = test_mail(self.config, utc_now())
        self._send(Message(subject, recipients=[*self.config.alert_recipients], body=text))

    def test_result(self, error: NotificationError | None) -> str:
        """Return to whom the test mail went, or which settings to check."""
        if error is not None:
            return f"{fault_label(fault_of(error.__cause__), self.config)} ({error})"
        who = ", ".join(self.config.alert_recipients)
        return str(_("The test mail was taken by the server. It should reach %(who)s.", who=who))

    def _send(self, mail: Message) -> None:
        try:
            within(self.config.mail_timeout_seconds * MAX_TIMEOUTS, lambda: self.mail.send(mail))
        except (OSError, smtplib.SMTPException, MessageError, BadHeaderError) as error:
            raise NotificationError(f"{type(error).__name__}: {error}") from error


def account_senders(config: Config, mail: Mail) -> list[Sender]:
    """Return the sender of mails about accounts; none without a mail server."""
    return [MailNotifier(mail, config, ACCOUNT_ROUTE)] if config.mail_server else []


KIND = NotifierKind(
    Channel.MAIL,
    lazy_gettext("Mail"),
    "MAIL_SERVER and ALERT_RECIPIENTS",
    lambda config, mail: [MailNotifier(mail, config)] if config.is_mail_configured else [],
    section="mail",
    not_configured=lazy_gettext("Mail is not configured, so nothing was sent."),
)
