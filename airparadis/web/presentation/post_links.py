"""Addresses of posts at their source, where a post has one for all to read."""

from collections.abc import Callable, Mapping

_ADDRESSES: Mapping[str, Callable[[str], str | None]] = {
    "x": lambda number: f"https://x.com/i/web/status/{number}" if number.isdecimal() else None,
}
"""URL of a post, by the source that connectors give their tweets."""


def post_url(source: str, source_id: str) -> str | None:
    """Return the address of a post; None if its source has no public ones."""
    find = _ADDRESSES.get(source)
    return find(source_id) if find else None
