"""How messages to the outside are delivered: claimed, tried, tried again, given up."""

from datetime import timedelta
from enum import StrEnum

MAX_ATTEMPTS = 20
LEASE = timedelta(minutes=2)
"""How long a claimed message is nobody else's: longer than a slow SMTP dialogue takes."""


class Channel(StrEnum):
    """By what way a message leaves."""

    MAIL = "mail"


class MessageState(StrEnum):
    """What became of a message."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


def retry_delay(attempts: int) -> timedelta:
    """How long to wait after a failed attempt: 10 s, doubled each time, 10 min at most."""
    return timedelta(seconds=min(10 << min(attempts, 10), 600))
