"""Tweets as their readers see them, whole or in lists."""

import html
import re
from html.entities import html5

EXCERPT_LENGTH = 140

_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,31});")


def as_read(text: str) -> str:
    """Return a text with its HTML character references as the characters they are.

    References without a semicolon stay: in a link, `&copy=1` is a parameter.
    """
    return _REFERENCE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    whole = found[0]
    return html.unescape(whole) if whole[1] == "#" else html5.get(whole[1:], whole)


def excerpt(text: str, length: int = EXCERPT_LENGTH) -> str:
    """Return the beginning of a text on one line."""
    line = " ".join(as_read(text).split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
