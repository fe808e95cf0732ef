"""Mail: the notifier of the alert recipients, and the sender of mails about accounts."""

import smtplib
from collections.abc import Sequence
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_mail import Mail

from airparadis.config.settings import Config
from airparadis.db.tables import Incident, OutboxMessage, Prediction
from airparadis.domain.incidents.incident import Notice
from airparadis.domain.messages.addresses import (
    Sender,
    address_header,
    parse_address,
    parse_sender,
)
from airparadis.domain.messages.outbox import ACCOUNT_ROUTE, Channel, Route
from airparadis.domain.messages.routing import ALWAYS, Rule
from airparadis.lib.clock import utc_now
from airparadis.lib.deadline import MAX_TIMEOUTS, within
from airparadis.lib.errors import NotificationError, RecipientsError
from airparadis.notify.mail_faults import fault_label, fault_of
from airparadis.notify.mail_text import subject_and_bodies, test_mail
from airparadis.notify.mailer import MailConnection, Refusals
from airparadis.notify.notifier import NotifierKind
from airparadis.notify.notifier import Sender as MessageSender
from airparadis.services.messages.contacts import FirstValue
from airparadis.services.messages.outbox import Draft

PERMANENT: Final = 500
"""The first code of refusals that no repetition changes (RFC 5321, 4.2.1)."""

MAX_REASON: Final = 200
MAX_RECIPIENTS: Final = 50
"""Addresses of a contact point."""

ALERT_ROUTE = Route(Channel.MAIL)


class MailNotifier:
    """Writes to the recipients of a message, by default those of alerts, all in one mail."""

    def __init__(self, mail: Mail, config: Config, route: Route = ALERT_ROUTE) -> None:
        self.mail = mail
        self.config = config
        self.route = route
        self.rules: Sequence[Rule] = ALWAYS

    def compose(
        self, notice: Notice, incident: Incident, predictions: Sequence[Prediction]
    ) -> Draft:
        """Write a mail in the language of the settings."""
        subject, text, html = subject_and_bodies(self.config, notice, incident, predictions)
        recipients, target = self.config.alert_recipients, self.route.target
        return Draft(Channel.MAIL, recipients, subject, text, html, target)

    def send(self, message: OutboxMessage) -> None:
        """Send one mail.

        Raises:
            RecipientsError: some recipients were refused.
            NotificationError: the server refused it, could not be reached, or took too long.
        """
        sender = parse_sender(self.config.mail_default_sender)
        # The same at every attempt, so that mail programs recognise a mail that is sent twice.
        number = f"<outbox-{message.id}-{message.created_at.timestamp():.0f}@{sender.domain}>"
        recipients = [*(message.recipients or self.config.alert_recipients)]
        mail = build_mail(sender, recipients, message.subject, message.text, message.html, number)
        self._send(mail, sender, recipients)

    def send_test(self) -> None:
        """Send a mail that only says that mail works.

        Raises:
            NotificationError: it does not; `__cause__` is the error of the connection.
        """
        subject, text = test_mail(self.config, utc_now())
        sender = parse_sender(self.config.mail_default_sender)
        recipients = self.config.alert_recipients
        number = make_msgid("test", sender.domain)
        self._send(build_mail(sender, recipients, subject, text, None, number), sender, recipients)

    def test_result(self, error: NotificationError | None) -> str:
        """Return to whom the test mail went, or which settings to check."""
        if error is not None:
            return f"{fault_label(fault_of(error.__cause__), self.config)} ({error})"
        who = ", ".join(self.config.alert_recipients)
        return str(_("The server accepted the test mail. It should reach %(who)s.", who=who))

    def _send(self, mail: EmailMessage, sender: Sender, recipients: Sequence[str]) -> None:
        def deliver() -> Refusals:
            with self.mail.connect() as connection:
                assert isinstance(connection, MailConnection)  # noqa: S101 (`TimedMail`)
                return connection.deliver(mail, sender.address, recipients)

        try:
            refusals = within(self.config.mail_timeout_seconds * MAX_TIMEOUTS, deliver)
        except smtplib.SMTPAuthenticationError as error:  # not the mail's fault: it may be mended
            raise NotificationError(_reason(error)) from error
        except smtplib.SMTPResponseException as error:
            attempts = 1 if error.smtp_code >= PERMANENT else None
            raise NotificationError(_reason(error), max_attempts=attempts) from error
        except (OSError, smtplib.SMTPException, MessageError, ValueError) as error:
            raise NotificationError(_reason(error)) from error
        if refusals:
            refused = {name: why for name, why in refusals.items() if why[0] >= PERMANENT}
            waiting = {name: why for name, why in refusals.items() if name not in refused}
            reached = len(recipients) - len(refusals)
            cause = smtplib.SMTPRecipientsRefused(refusals)
            raise RecipientsError(_texts(refused), _texts(waiting), reached) from cause


def build_mail(
    sender: Sender,
    recipients: Sequence[str],
    subject: str,
    text: str,
    html: str | None,
    message_id: str,
) -> EmailMessage:
    """Build a mail whose headers say that no person wrote it (RFC 3834).

    Raises:
        ValueError: a header would have more than one line.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender.header()
    mail["To"] = [address_header(address) for address in recipients]
    mail["Subject"] = subject
    mail["Date"] = format_datetime(utc_now())
    mail["Message-ID"] = message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    return mail


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__}: {error.smtp_code} {_decoded(error.smtp_error)}"
    return f"{type(error).__name__}: {error}"


def _texts(refusals: Refusals) -> dict[str, str]:
    return {name: f"{code} {_decoded(text)}" for name, (code, text) in refusals.items()}


def _decoded(text: bytes | str) -> str:
    whole = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return " ".join(whole.split())[:MAX_REASON]


def account_senders(config: Config, mail: Mail) -> list[MessageSender]:
    """Return the sender of mails about accounts; none without a mail server."""
    return [MailNotifier(mail, config, ACCOUNT_ROUTE)] if config.mail_server else []


def parse_recipients(text: str) -> str:
    """Return mail addresses as they are stored.

    Raises:
        ValueError: one is none, there is none or there are too many.
    """
    found = dict.fromkeys(parse_address(part) for part in text.replace(",", " ").split())
    if not 0 < len(found) <= MAX_RECIPIENTS:
        raise ValueError("recipients")
    return ", ".join(found)


def _first_values(config: Config, _mail: Mail) -> list[FirstValue]:
    addresses = ", ".join(config.alert_recipients)
    return [FirstValue(str(KIND.label), Channel.MAIL, addresses)] if addresses else []


KIND = NotifierKind(
    Channel.MAIL,
    lazy_gettext("Mail"),
    "MAIL_SERVER and ALERT_RECIPIENTS",
    lambda config, mail: [MailNotifier(mail, config)] if config.is_mail_configured else [],
    lambda contact: {"alert_recipients": contact.recipients},
    _first_values,
    lambda text, _config: parse_recipients(text),
    section="mail",
    not_configured=lazy_gettext("Mail is not configured, so nothing was sent."),
)
