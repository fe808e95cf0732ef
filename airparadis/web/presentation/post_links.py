"""Addresses of posts at their source, where a post has one for all to read."""

import re
from collections.abc import Callable, Mapping

from airparadis.domain.radar.sources.names import SourceName

_X = re.compile(r"\d{1,20}", re.ASCII)
_BLUESKY = re.compile(r"(did:[a-z]{1,20}:[\w.:%-]{1,200})/([\w.~:-]{1,100})", re.ASCII)
_WEB = re.compile(r"https://[a-z0-9.-]{1,253}/[\w.~:/?&=%@+,;-]{1,1000}", re.ASCII)
"""An address without a name, a port or a character that could leave its attribute."""


def _of_x(number: str) -> str | None:
    return f"https://x.com/i/web/status/{number}" if _X.fullmatch(number) else None


def _of_bluesky(name: str) -> str | None:
    match = _BLUESKY.fullmatch(name)
    return f"https://bsky.app/profile/{match[1]}/post/{match[2]}" if match else None


def _of_web(uri: str) -> str | None:
    return uri if _WEB.fullmatch(uri) else None


_ADDRESSES: Mapping[str, Callable[[str], str | None]] = {
    SourceName.X: _of_x,
    SourceName.BLUESKY: _of_bluesky,
    SourceName.MASTODON: _of_web,
    SourceName.FEED: _of_web,
}
"""URL of a post, by the source that connectors give their tweets."""


def post_url(source: str, source_id: str) -> str | None:
    """Return the address of a post; None if its source has no public ones."""
    find = _ADDRESSES.get(source)
    return find(source_id) if find else None
