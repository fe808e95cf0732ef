"""The layouts of files with tweets: which one a row has, and what its columns mean."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from airparadis.domain.radar.ingest_schema import (
    MAX_AUTHOR,
    MAX_ID,
    IncomingError,
    IncomingTweet,
    RowFault,
    check_time,
    read_text,
    read_tweet,
)

Row = Mapping[str, Any]

PACIFIC: Final = ZoneInfo("America/Los_Angeles")
"""The zone of Sentiment140, whatever `date_est` is called."""

SENTIMENT140_COLUMNS: Final = ("target", "id", "date", "flag", "user", "text")

_PACIFIC_OFFSETS = {"PDT": "-0700", "PST": "-0800"}


@dataclass(frozen=True, slots=True)
class Layout:
    """How the rows of a file are read."""

    name: str
    """Also the source of its tweets, unless they name their own."""
    columns: frozenset[str]
    """Those that tell the layout."""
    read: Callable[[Row, datetime], IncomingTweet]
    encoding: str = "utf-8-sig"


def layout_of(columns: Sequence[str]) -> Layout | None:
    """The layout with these columns; None if there is none."""
    return next((each for each in LAYOUTS if each.columns <= set(columns)), None)


def is_sentiment140(first_row: Sequence[str]) -> bool:
    """Whether a row without header is one of the published Sentiment140 files."""
    return len(first_row) == len(SENTIMENT140_COLUMNS) and first_row[0] in {"0", "2", "4"}


def _sentiment140(row: Row, now: datetime) -> IncomingTweet:
    at = check_time(_pacific_moment(str(row["date"])), now)
    return _tweet("sentiment140", row["id"], row["text"], at, row["user"])


def _sentiment140_table(row: Row, now: datetime) -> IncomingTweet:
    """Rows without identifier: the same time and text are the same tweet."""
    moment = row["date_est"]
    if not isinstance(moment, datetime):
        raise IncomingError(RowFault.TIME)
    at = check_time(moment.replace(tzinfo=PACIFIC).astimezone(UTC), now)
    text = read_text(row["text"])
    name = hashlib.blake2b(f"{at.isoformat()} {text}".encode(), digest_size=12).hexdigest()
    return IncomingTweet("sentiment140", name, text, at)


def _airline(row: Row, now: datetime) -> IncomingTweet:
    at = check_time(_moment(str(row["tweet_created"])), now)
    retweets = str(row.get("retweet_count") or "")
    reach = int(retweets) if retweets.isdecimal() else None
    return _tweet("airline", row["tweet_id"], row["text"], at, row.get("name"), reach)


def _generic(row: Row, now: datetime) -> IncomingTweet:
    reach = row.get("reach")
    if isinstance(reach, str):
        row = dict(row) | {"reach": int(reach) if reach.isdecimal() else reach or None}
    blank = {name: None for name, value in row.items() if value == ""}
    return read_tweet(dict(row) | blank, now, "file")


def _tweet(
    source: str, name: object, text: object, at: datetime, author: object, reach: int | None = None
) -> IncomingTweet:
    number = str(name or "").strip()
    if not 0 < len(number) <= MAX_ID:
        raise IncomingError(RowFault.NO_ID)
    return IncomingTweet(
        source, number, read_text(text), at, str(author)[:MAX_AUTHOR] if author else None, reach
    )


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.replace(" -", "-").replace(" +", "+"))
    except ValueError:
        raise IncomingError(RowFault.TIME) from None
    if moment.tzinfo is None:
        raise IncomingError(RowFault.TIME)
    return moment


def _pacific_moment(text: str) -> datetime:
    """`Mon Apr 06 22:19:45 PDT 2009`."""
    parts = text.split()
    try:
        parts[4] = _PACIFIC_OFFSETS[parts[4]]
        return datetime.strptime(" ".join(parts[1:]), "%b %d %H:%M:%S %z %Y")
    except (IndexError, KeyError, ValueError):
        raise IncomingError(RowFault.TIME) from None


LAYOUTS: Final = (
    Layout("sentiment140", frozenset(SENTIMENT140_COLUMNS), _sentiment140, "latin-1"),
    Layout("sentiment140 table", frozenset({"target", "date_est", "text"}), _sentiment140_table),
    Layout("airline", frozenset({"tweet_id", "airline", "text", "tweet_created"}), _airline),
    Layout("tweets", frozenset({"id", "text", "created_at"}), _generic),
)
"""Most telling first."""
