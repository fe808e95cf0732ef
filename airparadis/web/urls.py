"""Values in URLs: numbers, cursors of lists, targets of redirects."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flask import request

from airparadis.services.lists.keyset import Cursor, Key

API_PREFIX = "/api/v1"

MAX_ROW_ID = 2**31 - 1
"""PostgreSQL refuses to look for a larger id, SQLite from 2**63 on."""


def is_api_request() -> bool:
    """Return whether the current request is for the API, which answers in JSON only."""
    return request.path.startswith(f"{API_PREFIX}/")


def query_number(name: str, default: int, minimum: int = 0, maximum: int = MAX_ROW_ID) -> int:
    """Read a whole number from the query string, clamped to a range."""
    return min(max(request.args.get(name, default, type=int), minimum), maximum)


def page_number() -> int:
    """Read the requested page of a list from the query string; the first is 1."""
    return query_number("page", 1, 1, 1_000_000)


def local_url(target: str | None = None, *, default: str) -> str:
    """Return `target`, else the query's `next`, if it is a path of ours, else `default`."""
    url = target if target is not None else request.args.get("next", "")
    parts = urlsplit(url)
    is_path = url.startswith(f"{request.script_root}/") and not url.startswith(("//", "/\\"))
    is_printable = url.isprintable() and "\\" not in url
    return url if is_path and is_printable and not parts.netloc and not parts.scheme else default


def write_key(key: Key) -> str:
    """Write the key of a list item for a URL; `read_key` reads it."""
    return "_".join(
        value.isoformat() if isinstance(value, datetime) else repr(value) for value in key
    )


def read_key(text: str, kinds: Sequence[type]) -> Key | None:
    """Read the key of a list item from a URL; None if the text does not fit.

    Args:
        text: a part of the query string.
        kinds: the type of each value: an aware time, a whole number from -1 on, or a share.
    """
    parts = text.split("_")
    if len(parts) != len(kinds):
        return None
    try:
        return tuple(_read_value(part, kind) for part, kind in zip(parts, kinds, strict=True))
    except (ValueError, OverflowError):
        return None


def read_cursor(after: str, before: str, kinds: Sequence[type]) -> Cursor | None:
    """Read the start of a page of a list; None, the start of the list, if neither key fits."""
    for text, is_backward in ((after, False), (before, True)):
        key = read_key(text, kinds)
        if key is not None:
            return Cursor(key, is_backward)
    return None


def with_query(url: str, **changes: str) -> str:
    """Return a URL with some values of its query replaced."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query)) | changes
    return urlunsplit(parts._replace(query=urlencode(query)))


def _read_value(text: str, kind: type) -> Any:
    if kind is datetime:
        moment = datetime.fromisoformat(text)
        return _checked(moment.astimezone(UTC), is_valid=moment.tzinfo is not None)
    if kind is float:
        share = float(text)
        return _checked(share, is_valid=0 <= share <= 1)
    number = int(text)
    return _checked(number, is_valid=-1 <= number <= MAX_ROW_ID)


def _checked(value: Any, *, is_valid: bool) -> Any:
    if not is_valid:
        raise ValueError("out of range")
    return value
