"""How messages to the outside are delivered: claimed, tried, tried again, given up."""

from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

MAX_ATTEMPTS = 20
LEASE = timedelta(minutes=2)
"""How long a claimed message is nobody else's: longer than a slow SMTP dialogue takes."""


class Channel(StrEnum):
    """By what way a message leaves."""

    MAIL = "mail"
    CHAT = "chat"
    WEBHOOK = "webhook"


class Route(NamedTuple):
    """A way by which messages leave in order; what happens on one does not hold up another."""

    channel: Channel
    target: str = ""
    """Which of several addresses of the channel, without giving it away."""


ACCOUNT_ROUTE = Route(Channel.MAIL, "account")
"""Mails to owners of accounts: what happens to alerts does not hold them up."""


class MessageState(StrEnum):
    """What became of a message."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


def retry_delay(attempts: int) -> timedelta:
    """How long to wait after a failed attempt: 10 s, doubled each time, 10 min at most."""
    return timedelta(seconds=min(10 << min(attempts, 10), 600))
