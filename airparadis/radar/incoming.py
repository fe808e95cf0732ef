"""Tweets as they come in: what must be told of one, and what is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from airparadis.domain.tweet import MAX_LENGTH, InvalidTweetError, TweetFault, parse_tweet

MAX_ID = 64
MAX_AUTHOR = 80
MAX_LANGUAGE = 8
MAX_SOURCE = 20
MAX_REACH = 2**31 - 1
EARLIEST = datetime(2006, 3, 21, tzinfo=UTC)
"""The first tweet of all."""

CLOCK_ERROR = timedelta(minutes=10)
"""By how much a sender's clock may be ahead."""

_FAULTS = {
    TweetFault.MISSING: "text is empty",
    TweetFault.TOO_LONG: f"text is longer than {MAX_LENGTH} characters",
    TweetFault.NOT_TEXT: "text contains NUL or half a surrogate pair",
}


class IncomingError(ValueError):
    """A row is no tweet; the message says why."""


@dataclass(frozen=True, slots=True)
class IncomingTweet:
    """A tweet before it is scored; `source` and `source_id` name it together."""

    source: str
    source_id: str
    text: str
    created_at: datetime
    author: str | None = None
    reach: int | None = None
    language: str | None = None


def read_tweet(row: Mapping[str, Any], now: datetime, source: str = "api") -> IncomingTweet:
    """Read a tweet from JSON-like values.

    Args:
        row: `id`, `text` and `created_at` (ISO 8601 with a zone) at least; `source`, `author`,
            `reach` and `language` if they are known.
        now: the time; a tweet from the future is refused.
        source: what the tweet comes from unless it says so itself.

    Raises:
        IncomingError: it is no tweet.
    """
    if not isinstance(row, Mapping):
        raise IncomingError("is not an object")
    return IncomingTweet(
        _required(row, "source", MAX_SOURCE) if row.get("source") is not None else source,
        _required(row, "id", MAX_ID),
        read_text(row.get("text")),
        check_time(_moment(row.get("created_at")), now),
        (_optional(row, "author", MAX_AUTHOR) or "").removeprefix("@") or None,
        _reach(row.get("reach")),
        (_optional(row, "language", MAX_LANGUAGE) or "").lower() or None,
    )


def read_text(value: object) -> str:
    """The text of a tweet; IncomingError if it is none."""
    if not isinstance(value, str):
        raise IncomingError("text is missing")
    try:
        return parse_tweet(value)
    except InvalidTweetError as error:
        raise IncomingError(_FAULTS[error.fault]) from None


def check_time(moment: datetime, now: datetime) -> datetime:
    """`moment` in UTC; IncomingError unless a tweet can be that old or new."""
    if not EARLIEST <= moment <= now + CLOCK_ERROR:
        raise IncomingError("created_at is before the first tweet or in the future")
    return moment.astimezone(UTC)


def _moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise IncomingError("created_at is not a time in ISO 8601 with a zone")
    return moment


def _required(row: Mapping[str, Any], name: str, longest: int) -> str:
    found = _optional(row, name, longest)
    if not found:
        raise IncomingError(f"{name} is missing")
    return found


def _optional(row: Mapping[str, Any], name: str, longest: int) -> str | None:
    value = row.get(name)
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or len(value) > longest or not value.isprintable():
        raise IncomingError(f"{name} is not a text of at most {longest} characters")
    return value.strip()


def _reach(value: object) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MAX_REACH:
        raise IncomingError("reach is not a whole number from 0 on")
    return value
