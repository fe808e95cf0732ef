"""Times of tweets as files have them: ISO 8601, X's own, seconds since 1970, and typed ones."""

import re
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from airparadis.domain.radar.sources.ingest_schema import IncomingError, RowFault

PACIFIC: Final = ZoneInfo("America/Los_Angeles")
"""The zone of Sentiment140, whatever its columns are called."""

_PACIFIC_OFFSETS = {"PDT": "-0700", "PST": "-0800", "UTC": "+0000", "GMT": "+0000"}
_SECONDS = re.compile(r"\d{9,10}(\.\d+)?")
_MILLISECONDS = re.compile(r"\d{12,13}")


def read_moment(value: Any) -> datetime:
    """Return a time with its zone; typed times and days without one are in UTC.

    Raises:
        IncomingError: it is no time, or a text without a zone.
    """
    try:
        moment = _typed(value) or _from_text(str(value).strip())
    except (ValueError, OverflowError, KeyError, IndexError):
        raise IncomingError(RowFault.TIME) from None
    if moment.tzinfo is None:
        raise IncomingError(RowFault.TIME)
    return moment


def read_pacific(value: Any) -> datetime:
    """Return a typed time that is meant in Pacific time."""
    if not isinstance(value, datetime):
        return read_moment(value)
    return value.replace(tzinfo=PACIFIC).astimezone(UTC)


def _typed(value: Any) -> datetime | None:
    """Return the time of a typed cell, midnight where it is a day; None for any other."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return (
        datetime(value.year, value.month, value.day, tzinfo=UTC)
        if isinstance(value, date)
        else None
    )


def _from_text(text: str) -> datetime:
    if _SECONDS.fullmatch(text):
        return datetime.fromtimestamp(float(text), UTC)
    if _MILLISECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(text) / 1_000, UTC)
    if text[:3].isalpha():
        return _from_words(text.split())
    return datetime.fromisoformat(text.replace(" -", "-").replace(" +", "+").replace(" UTC", "Z"))


def _from_words(words: list[str]) -> datetime:
    """Read "Wed Oct 10 20:19:24 +0000 2018" and "Mon Apr 06 22:19:45 PDT 2009"."""
    words[4] = _PACIFIC_OFFSETS.get(words[4], words[4])
    return datetime.strptime(" ".join(words[1:]), "%b %d %H:%M:%S %z %Y")
