"""Read feeds of any format into posts, by feedparser."""

from calendar import timegm
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final

from airparadis.domain.radar.sources.html_text import plain_text
from airparadis.domain.radar.sources.ingest_schema import (
    CLOCK_ERROR,
    IncomingError,
    IncomingTweet,
    fit_identifier,
    read_tweet,
)

SOURCE: Final = "feed"
MAX_ENTRIES: Final = 500
"""Maximum of a fetch; feeds list their latest first, a hundred at most."""


def read_feed(content: bytes, host: str, now: datetime) -> list[IncomingTweet] | None:
    """Return the entries of a feed as posts; None if it is no feed.

    feedparser drops what a DOCTYPE declares, so entities do not multiply. Entries that cannot be
    stored are left out.
    """
    import feedparser

    # as a stream: a text could be taken for the name of a file or an address
    found = feedparser.parse(BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    if not found.get("version") and not found.get("entries"):
        return None
    language = found.feed.get("language")
    entries = found.entries[:MAX_ENTRIES]
    return [post for entry in entries if (post := _post(entry, host, language, now))]


def _post(
    entry: Mapping[str, Any], host: str, language: object, now: datetime
) -> IncomingTweet | None:
    name = str(entry.get("id") or entry.get("link") or "")
    row = {
        "id": fit_identifier(name),
        "text": _text(entry),
        "created_at": _moment(entry, now).isoformat(),
        "author": host[:80],  # a feed speaks, not one of its journalists
        "language": language.partition("-")[0][:8] if isinstance(language, str) else None,
    }
    try:
        return read_tweet(row, now, SOURCE, is_cut=True)
    except IncomingError:
        return None


def _text(entry: Mapping[str, Any]) -> str:
    """Return title and body as plain text, the body from the summary or the first content."""
    contents = entry.get("content") or [{}]
    body = entry.get("summary") or contents[0].get("value") or ""
    title = plain_text(str(entry.get("title") or ""))
    text = plain_text(str(body))
    return text if text.startswith(title) else f"{title}\n{text}"


def _moment(entry: Mapping[str, Any], now: datetime) -> datetime:
    """Return when an entry was published; `now` without a time, or with one in the future."""
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        moment = datetime.fromtimestamp(timegm(parsed), UTC) if parsed else now
    except (ValueError, OverflowError, OSError):
        return now
    return now if moment > now + CLOCK_ERROR else moment
