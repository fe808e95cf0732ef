"""Delivery of outgoing messages: claims, retries, routes."""

from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

MAX_ATTEMPTS = 20
LEASE = timedelta(minutes=2)
"""Duration of a claim on a message: longer than a slow SMTP dialogue."""


class Channel(StrEnum):
    """The channel of a message."""

    MAIL = "mail"
    CHAT = "chat"
    WEBHOOK = "webhook"

    @property
    def is_for_people(self) -> bool:
        """Whether several messages may become one; programs want one for each event."""
        return self is not Channel.WEBHOOK


class Route(NamedTuple):
    """A queue of messages delivered in order; a failure in one does not delay another."""

    channel: Channel
    target: str = ""
    """Identifies one of the channel's addresses without revealing it."""


ACCOUNT_ROUTE = Route(Channel.MAIL, "account")
"""Mails to account owners, apart from alerts so that those do not delay them."""


class MessageState(StrEnum):
    """The state of a message."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"
    GROUPED = "grouped"
    """Part of the message about another incident."""


def retry_delay(attempts: int) -> timedelta:
    """Return the delay after a failed attempt: 10 s, doubling, at most 10 min."""
    return timedelta(seconds=min(10 << min(attempts, 10), 600))
