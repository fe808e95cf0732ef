"""Passwords, scopes of API keys, lifetime of sessions."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

MIN_PASSWORD_LENGTH = 12
MAX_PASSWORD_LENGTH = 128
RECENT_LOGIN = timedelta(minutes=10)
"""Time that the second factor may take after the password."""


class Scope(StrEnum):
    """A permission of an API key."""

    PREDICT = "predict"
    FEEDBACK = "feedback"
    TWEETS = "tweets"
    READ = "read"


@dataclass(frozen=True, slots=True)
class SessionLifetime:
    """The maximum duration of a session: without a request, and in total."""

    idle: timedelta
    absolute: timedelta


def is_acceptable_password(password: str) -> bool:
    """Return whether a password has an allowed length (NIST SP 800-63B, 5.1.1.2)."""
    return MIN_PASSWORD_LENGTH <= len(password) <= MAX_PASSWORD_LENGTH
