"""Mastodon's timelines (docs.joinmastodon.org): what is asked for, and what is answered."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote

from airparadis.domain.radar.sources.html_text import plain_text
from airparadis.domain.radar.sources.ingest_schema import (
    MAX_REACH,
    IncomingError,
    IncomingTweet,
    fit_identifier,
    read_tweet,
)

SOURCE: Final = "mastodon"
MAX_RESULTS: Final = 40
"""Statuses of a page, the most that servers give."""

_HASHTAG: Final = re.compile(r"#\w{1,100}")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a timeline: its posts, the newest identifier on it, and how many it had."""

    posts: Sequence[IncomingTweet]
    newest_id: str | None
    size: int
    pause: timedelta | None = None
    """The time until requests are allowed again, if this was the last one allowed."""


def parse_timeline(name: str) -> str:
    """Return a timeline: `public`, `local` (of the server's own accounts), or `#hashtag`.

    Raises:
        ValueError: it is none of these.
    """
    if name not in {"public", "local"} and not _HASHTAG.fullmatch(name):
        raise ValueError("should be timelines: public, local or hashtags such as #airfrance")
    return name


def request_of(timeline: str, since: str | None) -> tuple[str, dict[str, str]]:
    """Return path and parameters of the page after an identifier; None: the latest page."""
    tag = timeline.removeprefix("#")
    is_tag = tag != timeline
    path = f"/api/v1/timelines/tag/{quote(tag, safe='')}" if is_tag else "/api/v1/timelines/public"
    params = {"limit": str(MAX_RESULTS)}
    if timeline == "local":
        params["local"] = "true"
    if since is not None:
        params["min_id"] = since  # the oldest that are newer, so that no gap is left
    return path, params


def read_page(body: Any, host: str, now: datetime) -> Page:
    """Parse an answer; statuses that cannot be stored are left out.

    Raises:
        ValueError: it is no timeline.
    """
    if not isinstance(body, list):
        raise ValueError("no list of statuses")
    found = [status for status in body if isinstance(status, Mapping)]
    ids = [str(status.get("id", "")) for status in found]
    newest = max(filter(None, ids), key=_order, default=None)
    posts = [post for status in reversed(found) if (post := _post(status, host, now))]
    return Page(posts, newest, len(body))


def _order(identifier: str) -> tuple[int, str]:
    """Order identifiers, which are numbers on most servers, as their server does."""
    return len(identifier), identifier


def _post(status: Mapping[str, Any], host: str, now: datetime) -> IncomingTweet | None:
    account = status.get("account")
    account = account if isinstance(account, Mapping) else {}
    parts = (status.get("spoiler_text"), plain_text(str(status.get("content") or "")))
    row = {
        "id": fit_identifier(str(status.get("uri") or "")),
        "text": "\n".join(str(part) for part in parts if part),
        "created_at": status.get("created_at"),
        "author": _author(account.get("acct"), host),
        "reach": _reach(account.get("followers_count"), status.get("reblogs_count")),
        "language": _language(status.get("language")),
    }
    try:
        return read_tweet(row, now, SOURCE, is_cut=True)
    except IncomingError:
        return None


def _author(name: object, host: str) -> str | None:
    """Return the whole name of an account; those of the server itself come without it."""
    if not isinstance(name, str) or not name:
        return None
    return (name if "@" in name else f"{name}@{host}")[:80]


def _reach(*counts: object) -> int:
    known = (count for count in counts if isinstance(count, int) and count > 0)
    return min(sum(known), MAX_REACH)


def _language(code: object) -> str | None:
    return code.partition("-")[0][:8] or None if isinstance(code, str) else None
