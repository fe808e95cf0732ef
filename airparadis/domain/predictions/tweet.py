"""Validation of tweets, and the reasons why some cannot be scored."""

import re
from enum import StrEnum

MAX_LENGTH = 1_000

_NOT_STORABLE = re.compile("[\0\ud800-\udfff]")


class Unscorable(StrEnum):
    """A reason why a tweet has no label."""

    EMPTY = "empty"
    LANGUAGE = "language"


class TweetFault(StrEnum):
    """A reason why a text is refused as a tweet."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    NOT_TEXT = "not_text"


class InvalidTweetError(ValueError):
    """A text is not a valid tweet; `fault` says why."""

    def __init__(self, fault: TweetFault, length: int) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.length = length


def parse_tweet(raw: str) -> str:
    """Trim a text and check that it is 1 to 1,000 storable characters long.

    Browsers send a line break as two characters; it is counted and stored as one.

    Raises:
        InvalidTweetError: it is blank, too long, or contains NUL or half a surrogate pair, which
            databases refuse.
    """
    text = raw.replace("\r\n", "\n").strip()
    if not text:
        raise InvalidTweetError(TweetFault.MISSING, 0)
    if len(text) > MAX_LENGTH:
        raise InvalidTweetError(TweetFault.TOO_LONG, len(text))
    if not is_storable(text):
        raise InvalidTweetError(TweetFault.NOT_TEXT, len(text))
    return text


def is_storable(text: str) -> bool:
    """Return whether databases accept a text: no NUL, no half of a surrogate pair."""
    return _NOT_STORABLE.search(text) is None


def first_part(text: str) -> str:
    """Return the part of a text that is scored: up to `MAX_LENGTH` characters, whole words."""
    if len(text) <= MAX_LENGTH:
        return text
    part = text[:MAX_LENGTH]
    return part.rsplit(maxsplit=1)[0] if any(map(str.isspace, part.strip())) else part
