"""A real SMTP server for tests, on a free port of the loopback interface."""

import email
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.support.servers.ports import free_port


class Inbox:
    """Keeps what arrives; refuses everything while `refusing`."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.refusing = False

    def reset(self) -> None:
        """Forget what arrived, and refuse nothing."""
        self.messages, self.refusing = [], False

    async def handle_DATA(  # noqa: N802 (the name that aiosmtpd calls)
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Called by aiosmtpd with each message."""
        if self.refusing:
            return "451 Try again later"
        content = envelope.content
        assert isinstance(content, bytes)
        message = email.message_from_bytes(content, policy=default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        return "250 OK"


@contextmanager
def smtp_server(port: int | None = None) -> Iterator[tuple[Inbox, int]]:
    """Run a server; yields its inbox and its port, a free one unless given."""
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=port or free_port())
    controller.start()
    try:
        yield inbox, controller.port
    finally:
        controller.stop()
