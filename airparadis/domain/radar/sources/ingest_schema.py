"""The schema of incoming tweets: required fields, limits, errors."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from airparadis.domain.predictions.tweet import (
    MAX_LENGTH,
    InvalidTweetError,
    TweetFault,
    is_storable,
    parse_tweet,
)
from airparadis.domain.radar.sources.names import CONNECTOR_SOURCES

MAX_STORED = 25_000
"""Characters of a text from a connector: those of the longest posts of X."""

MAX_ID = 64
MAX_AUTHOR = 80
MAX_LANGUAGE = 8
MAX_SOURCE = 20
MAX_REACH = 2**31 - 1
EARLIEST = datetime(2006, 3, 21, tzinfo=UTC)
"""The date of the first tweet ever."""

CLOCK_ERROR = timedelta(minutes=10)
"""Time by which a sender's clock may be ahead."""


class RowFault(StrEnum):
    """A reason why a row is not a tweet; pages have their own text for it."""

    NO_OBJECT = "no_object"
    SOURCE = "source"
    RESERVED_SOURCE = "reserved_source"
    MALFORMED = "malformed"
    UNCLOSED_QUOTE = "unclosed_quote"
    NO_ID = "no_id"
    ROUNDED_ID = "rounded_id"
    ID = "id"
    NO_TEXT = "no_text"
    EMPTY_TEXT = "empty_text"
    LONG_TEXT = "long_text"
    NOT_TEXT = "not_text"
    TIME = "time"
    TIME_RANGE = "time_range"
    AUTHOR = "author"
    LANGUAGE = "language"
    REACH = "reach"


_MESSAGES = {
    RowFault.NO_OBJECT: "is not an object",
    RowFault.SOURCE: f"source is not a text of 1 to {MAX_SOURCE} characters",
    RowFault.RESERVED_SOURCE: "source is the name of a connector",
    RowFault.MALFORMED: "has cells that cannot be told apart with certainty",
    RowFault.UNCLOSED_QUOTE: "has a quotation mark that is never closed",
    RowFault.NO_ID: "id is missing",
    RowFault.ROUNDED_ID: "id is a rounded number",
    RowFault.ID: f"id is not a text of at most {MAX_ID} characters",
    RowFault.NO_TEXT: "text is missing",
    RowFault.EMPTY_TEXT: "text is empty",
    RowFault.LONG_TEXT: f"text is longer than {MAX_LENGTH} characters",
    RowFault.NOT_TEXT: "text contains NUL or half a surrogate pair",
    RowFault.TIME: "created_at is not a time in ISO 8601 with a zone",
    RowFault.TIME_RANGE: "created_at is before the first tweet or in the future",
    RowFault.AUTHOR: f"author is not a text of at most {MAX_AUTHOR} characters",
    RowFault.LANGUAGE: f"language is not a text of at most {MAX_LANGUAGE} characters",
    RowFault.REACH: "reach is not a whole number from 0 on",
}

_TEXT_FAULTS = {
    TweetFault.MISSING: RowFault.EMPTY_TEXT,
    TweetFault.TOO_LONG: RowFault.LONG_TEXT,
    TweetFault.NOT_TEXT: RowFault.NOT_TEXT,
}


class IncomingError(ValueError):
    """A row is not a valid tweet; the message says why in English."""

    def __init__(self, fault: RowFault) -> None:
        super().__init__(_MESSAGES[fault])
        self.fault = fault


@dataclass(frozen=True, slots=True)
class IncomingTweet:
    """A tweet before scoring; `source` and `source_id` together identify it."""

    source: str
    source_id: str
    text: str
    created_at: datetime
    author: str | None = None
    reach: int | None = None
    language: str | None = None


def read_tweet(
    row: Mapping[str, Any], now: datetime, source: str = "api", *, is_cut: bool = False
) -> IncomingTweet:
    """Parse a tweet from JSON-like values.

    Args:
        row: `id`, `text` and `created_at` (ISO 8601 with a zone); optionally `source`, `author`,
            `reach` and `language`.
        now: the time; a tweet from the future is refused.
        source: the source of a tweet that does not name one.
        is_cut: whether a text that is too long, or holds what cannot be stored, is cut, as
            nobody can correct it.

    Raises:
        IncomingError: it is not a valid tweet.
    """
    if not isinstance(row, Mapping):
        raise IncomingError(RowFault.NO_OBJECT)
    given_source = _optional(row.get("source"), MAX_SOURCE, RowFault.SOURCE)
    if given_source == "":
        raise IncomingError(RowFault.SOURCE)
    number = _optional(row.get("id"), MAX_ID, RowFault.ID)
    if not number:
        raise IncomingError(RowFault.NO_ID)
    author = _optional(row.get("author"), MAX_AUTHOR, RowFault.AUTHOR)
    language = _optional(row.get("language"), MAX_LANGUAGE, RowFault.LANGUAGE)
    return IncomingTweet(
        source if given_source is None else given_source,
        number,
        cut_text(row.get("text")) if is_cut else read_text(row.get("text")),
        check_time(_moment(row.get("created_at")), now),
        (author or "").removeprefix("@") or None,
        _reach(row.get("reach")),
        (language or "").lower() or None,
    )


def read_text(value: object) -> str:
    """Return a valid tweet text.

    Raises:
        IncomingError: it is not one.
    """
    if not isinstance(value, str):
        raise IncomingError(RowFault.NO_TEXT)
    try:
        return parse_tweet(value)
    except InvalidTweetError as error:
        raise IncomingError(_TEXT_FAULTS[error.fault]) from None


def cut_text(value: object) -> str:
    """Return a text of a post, cut to `MAX_STORED` characters.

    Raises:
        IncomingError: it is none, or blank.
    """
    if not isinstance(value, str):
        raise IncomingError(RowFault.NO_TEXT)
    text = value.replace("\r\n", "\n").strip()[:MAX_STORED]
    if not is_storable(text):
        text = "".join(char for char in text if is_storable(char))
    if not text.strip():
        raise IncomingError(RowFault.EMPTY_TEXT)
    return text


def fit_identifier(name: str) -> str:
    """Return a source's own identifier, or its digest if it is too long to be stored."""
    return name if len(name) <= MAX_ID else hashlib.sha256(name.encode()).hexdigest()


def check_time(moment: datetime, now: datetime) -> datetime:
    """Convert a time to UTC.

    Raises:
        IncomingError: no tweet can be that old or new.
    """
    if not EARLIEST <= moment <= now + CLOCK_ERROR:
        raise IncomingError(RowFault.TIME_RANGE)
    return moment.astimezone(UTC)


def _moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise IncomingError(RowFault.TIME)
    return moment


def _optional(value: object, max_length: int, fault: RowFault) -> str | None:
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or len(value) > max_length or not value.isprintable():
        raise IncomingError(fault)
    return value.strip()


def _reach(value: object) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MAX_REACH:
        raise IncomingError(RowFault.REACH)
    return value


def check_sender(tweet: IncomingTweet) -> IncomingTweet:
    """Return a tweet that somebody sends, not fetched by a connector, under a source of their own.

    Raises:
        IncomingError: it claims the source of a connector.
    """
    if tweet.source.casefold() in CONNECTOR_SOURCES:
        raise IncomingError(RowFault.RESERVED_SOURCE)
    return tweet
