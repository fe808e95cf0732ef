"""Why a mail could not be sent, as something to do about it."""

import smtplib
import socket
import ssl
from enum import StrEnum


class MailFault(StrEnum):
    """What to look at."""

    CREDENTIALS = "credentials"
    RECIPIENTS = "recipients"
    SENDER = "sender"
    UNSUPPORTED = "unsupported"
    DISCONNECTED = "disconnected"
    REFUSED = "refused"
    TLS = "tls"
    TIMEOUT = "timeout"
    UNKNOWN_HOST = "unknown_host"
    NOBODY_LISTENS = "nobody_listens"
    OTHER = "other"


# The first that fits: subclasses before their bases (SMTPException is an OSError).
_FAULTS: tuple[tuple[type[BaseException], MailFault], ...] = (
    (smtplib.SMTPAuthenticationError, MailFault.CREDENTIALS),
    (smtplib.SMTPRecipientsRefused, MailFault.RECIPIENTS),
    (smtplib.SMTPSenderRefused, MailFault.SENDER),
    (smtplib.SMTPNotSupportedError, MailFault.UNSUPPORTED),
    (smtplib.SMTPServerDisconnected, MailFault.DISCONNECTED),
    (smtplib.SMTPResponseException, MailFault.REFUSED),
    (ssl.SSLError, MailFault.TLS),
    (TimeoutError, MailFault.TIMEOUT),
    (socket.gaierror, MailFault.UNKNOWN_HOST),
    (ConnectionRefusedError, MailFault.NOBODY_LISTENS),
)


def fault_of(error: BaseException | None) -> MailFault:
    """Which fault an exception of sending stands for."""
    if error is not None and isinstance(error.__context__, TimeoutError):
        return MailFault.TIMEOUT  # smtplib reports silence after the connection as a hang-up
    return next((fault for kind, fault in _FAULTS if isinstance(error, kind)), MailFault.OTHER)
