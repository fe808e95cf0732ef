"""Faults of sending mail, and which settings to check."""

import smtplib
import socket
import ssl
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _

from airparadis.config.settings import Config


class MailFault(StrEnum):
    """The kind of a failure, by what there is to check."""

    CREDENTIALS = "credentials"
    RECIPIENTS = "recipients"
    SENDER = "sender"
    UNSUPPORTED = "unsupported"
    DISCONNECTED = "disconnected"
    REFUSED = "refused"
    CERTIFICATE = "certificate"
    TLS = "tls"
    TIMEOUT = "timeout"
    UNKNOWN_HOST = "unknown_host"
    NOBODY_LISTENS = "nobody_listens"
    OTHER = "other"


# The first match counts: subclasses before their bases (SMTPException is an OSError).
_KINDS: tuple[tuple[type[BaseException], MailFault], ...] = (
    (smtplib.SMTPAuthenticationError, MailFault.CREDENTIALS),
    (smtplib.SMTPRecipientsRefused, MailFault.RECIPIENTS),
    (smtplib.SMTPSenderRefused, MailFault.SENDER),
    (smtplib.SMTPNotSupportedError, MailFault.UNSUPPORTED),
    (smtplib.SMTPServerDisconnected, MailFault.DISCONNECTED),
    (smtplib.SMTPResponseException, MailFault.REFUSED),
    (ssl.SSLCertVerificationError, MailFault.CERTIFICATE),
    (ssl.SSLError, MailFault.TLS),
    (TimeoutError, MailFault.TIMEOUT),
    (socket.gaierror, MailFault.UNKNOWN_HOST),
    (ConnectionRefusedError, MailFault.NOBODY_LISTENS),
)


_LABELS: Mapping[MailFault, Any] = {
    MailFault.CREDENTIALS: _(
        "%(server)s refuses the user name or the password: check MAIL_USERNAME and MAIL_PASSWORD."
    ),
    MailFault.RECIPIENTS: _("%(server)s refuses recipients: check ALERT_RECIPIENTS."),
    MailFault.SENDER: _("%(server)s refuses the sender: check MAIL_DEFAULT_SENDER."),
    MailFault.UNSUPPORTED: _(
        "%(server)s does not offer what the settings ask for: check MAIL_USE_TLS and MAIL_USERNAME."
    ),
    MailFault.DISCONNECTED: _(
        "%(server)s closed the connection: check MAIL_PORT, MAIL_USE_TLS and MAIL_USE_SSL."
    ),
    MailFault.REFUSED: _("%(server)s answers, but refuses the mail."),
    MailFault.CERTIFICATE: _(
        "%(server)s has no valid certificate for its name: check MAIL_SERVER, or set "
        "MAIL_CA_FILE to the authority that signed it."
    ),
    MailFault.TLS: _("No encrypted connection to %(server)s: check MAIL_USE_TLS and MAIL_USE_SSL."),
    MailFault.TIMEOUT: _(
        "%(server)s did not answer within %(seconds)s seconds: check MAIL_SERVER and MAIL_PORT."
    ),
    MailFault.UNKNOWN_HOST: _("%(server)s cannot be found: check MAIL_SERVER."),
    MailFault.NOBODY_LISTENS: _(
        "Nothing listens at %(server)s: check MAIL_SERVER and MAIL_PORT, or whether it is running."
    ),
    MailFault.OTHER: _("The mail could not be sent by %(server)s."),
}


def fault_of(error: BaseException | None) -> MailFault:
    """Return the fault that an exception of sending stands for."""
    if error is not None and isinstance(error.__context__, TimeoutError):
        return MailFault.TIMEOUT  # smtplib reports silence after the connection as a hang-up
    return next((fault for kind, fault in _KINDS if isinstance(error, kind)), MailFault.OTHER)


def fault_label(fault: MailFault, config: Config) -> str:
    """Say why a test mail failed and which settings to check."""
    server = f"{config.mail_server}:{config.mail_port}"
    values = {"server": server, "seconds": config.mail_timeout_seconds}
    text = str(_LABELS[fault])
    return text % {name: value for name, value in values.items() if f"%({name})s" in text}
