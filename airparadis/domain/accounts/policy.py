"""Roles, passwords, the scopes of keys, how long a session lasts."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

MIN_PASSWORD_LENGTH = 12
MAX_PASSWORD_LENGTH = 128
RECENT_LOGIN = timedelta(minutes=10)
"""How long the password is good for before the code must follow."""


class Role(StrEnum):
    """What an account may do; each role may do what those before it may."""

    VIEWER = "viewer"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"

    def includes(self, other: "Role") -> bool:
        """Whether this role may do all that `other` may."""
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(other)


class Scope(StrEnum):
    """What a key for scripts may do."""

    PREDICT = "predict"
    FEEDBACK = "feedback"
    TWEETS = "tweets"
    READ = "read"


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long a session lasts: without any request, and at all."""

    idle: timedelta
    absolute: timedelta


def is_acceptable_password(password: str) -> bool:
    """Length is what counts (NIST SP 800-63B, 5.1.1.2)."""
    return MIN_PASSWORD_LENGTH <= len(password) <= MAX_PASSWORD_LENGTH
