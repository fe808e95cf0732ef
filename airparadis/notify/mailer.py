"""Flask-Mail with time limits: a silent SMTP server, or one that never stops, must not hold us."""

import smtplib
import socket
import ssl
import struct
from collections.abc import Mapping, Sequence
from contextlib import suppress
from email.message import EmailMessage
from threading import Timer
from typing import TYPE_CHECKING, Any, Final

from flask import current_app
from flask_mail import Connection, Mail

from airparadis.domain.messages.addresses import address_header, is_international
from airparadis.lib.deadline import MAX_TIMEOUTS

if TYPE_CHECKING:
    _Base = smtplib.SMTP
else:
    _Base = object


Refusals = dict[str, tuple[int, bytes]]
"""Codes and texts of a server's refusals, by recipient."""

NO_SMTPUTF8: Final = (553, b"the server takes no address with other than ASCII characters")

_RESET = struct.pack("ii", 1, 0)  # linger for no time: socket(7)


class _Limited(_Base):
    """Hangs up after some time-outs: whoever waited has long given up, and a server that never
    ends its greeting would fill all memory."""

    def connect(self, *arguments: Any, **named: Any) -> tuple[int, bytes]:
        """Open the connection and begin to count."""
        self._limit = Timer(self.timeout * MAX_TIMEOUTS, self._hang_up)
        self._limit.daemon = True
        self._limit.start()
        return super().connect(*arguments, **named)

    def getreply(self) -> tuple[int, bytes]:
        """Return the server's reply.

        Raises:
            TimeoutError: it had answered for too long.
        """
        try:
            return super().getreply()
        except (AttributeError, ValueError):  # of a file that was closed while it was read
            if self._limit.finished.is_set():
                raise TimeoutError("the server never ends its answer") from None
            raise

    def close(self) -> None:
        """Close the connection."""
        self._limit.cancel()
        super().close()

    def _hang_up(self) -> None:
        with suppress(OSError):
            if self.sock is not None:
                # A reset, which a server that fills our window learns of at once, not in a minute.
                self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                self.sock.shutdown(socket.SHUT_RDWR)  # wakes who waits for the server's next word
            self.close()  # ends who reads on: what has arrived can be read after a shutdown


class _LimitedSMTP(_Limited, smtplib.SMTP):
    pass


class _LimitedSMTPS(_Limited, smtplib.SMTP_SSL):
    pass


class MailConnection(Connection):
    """Flask-Mail's connection with the time-outs and the verified TLS that it lacks."""

    def configure_host(self) -> smtplib.SMTP:
        """Connect, encrypt as the settings say, and log in.

        Raises:
            OSError, smtplib.SMTPException: there is no connection, or none that can be trusted.
        """
        settings = current_app.config
        timeout = settings["MAIL_TIMEOUT_SECONDS"]
        host: smtplib.SMTP
        if self.mail.use_ssl:
            host = _LimitedSMTPS(
                self.mail.server, self.mail.port, timeout=timeout, context=tls_context(settings)
            )
        else:
            host = _LimitedSMTP(self.mail.server, self.mail.port, timeout=timeout)
        try:
            if self.mail.use_tls:
                host.starttls(context=tls_context(settings))
            if self.mail.username and self.mail.password:
                host.login(self.mail.username, self.mail.password)
        except BaseException:
            host.close()
            raise
        return host

    def deliver(self, message: EmailMessage, sender: str, recipients: Sequence[str]) -> Refusals:
        """Send a mail.

        Args:
            message: headers and bodies.
            sender: the address for bounces (MAIL FROM).
            recipients: who gets it.

        Returns:
            The recipients who do not get it, with the server's answers.

        Raises:
            OSError, smtplib.SMTPException: nobody gets it, for a reason that is nobody's own.
        """
        host = self.host
        if host is None:  # suppressed, for tests of an application
            return {}
        host.ehlo_or_helo_if_needed()
        refused: Refusals = {}
        if not host.has_extn("smtputf8"):
            refused = {name: NO_SMTPUTF8 for name in recipients if is_international(name)}
        rest = [name for name in recipients if name not in refused]
        if not rest:
            return refused
        if refused:
            message.replace_header("To", [address_header(name) for name in rest])
        try:
            return refused | host.send_message(message, sender, rest)
        except smtplib.SMTPRecipientsRefused as error:
            return refused | error.recipients


def tls_context(settings: Mapping[str, Any]) -> ssl.SSLContext:
    """Return what a server's certificate is verified by: the system's authorities, or a CA file.

    Args:
        settings: Flask's; `MAIL_TLS_VERIFY` false trusts whoever answers.
    """
    context = ssl.create_default_context(cafile=settings["MAIL_CA_FILE"] or None)
    if not settings["MAIL_TLS_VERIFY"]:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


class TimedMail(Mail):
    """A `Mail` whose connections give up, and trust nobody who cannot prove their name."""

    def connect(self) -> MailConnection:
        """Open a connection within the application context."""
        return MailConnection(current_app.extensions["mail"])
