"""Flask-Mail with time limits: a silent SMTP server, or one that never stops, must not hold us."""

import smtplib
import socket
import struct
from contextlib import suppress
from threading import Timer
from typing import TYPE_CHECKING, Any

from flask import current_app
from flask_mail import Connection, Mail

from airparadis.lib.deadline import MAX_TIMEOUTS

if TYPE_CHECKING:
    _Base = smtplib.SMTP
else:
    _Base = object


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
        """What the server answers.

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


class _TimedConnection(Connection):
    def configure_host(self) -> smtplib.SMTP:
        """Flask-Mail's own, with the time-outs that it lacks."""
        connect = _LimitedSMTPS if self.mail.use_ssl else _LimitedSMTP
        host = connect(
            self.mail.server, self.mail.port, timeout=current_app.config["MAIL_TIMEOUT_SECONDS"]
        )
        if self.mail.use_tls:
            host.starttls()
        if self.mail.username and self.mail.password:
            host.login(self.mail.username, self.mail.password)
        return host


class TimedMail(Mail):
    """A `Mail` whose connections give up."""

    def connect(self) -> Connection:
        """Open a connection within the application context."""
        return _TimedConnection(current_app.extensions["mail"])
