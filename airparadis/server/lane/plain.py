"""Which requests are so plain that nothing needs to be asked of the framework."""

import json
from typing import Any, NamedTuple

from gunicorn.http.errors import ParseException
from gunicorn.http.parser import RequestParser

from airparadis.domain.predictions.tweet import InvalidTweetError, parse_tweet

PATH = "/api/v1/predict"
LINE = f"POST {PATH} HTTP/1.1\r\n".encode()
MAX_BYTES = 16 * 1024
"""Of head and body together: a tweet of 1,000 characters, all escaped, has 12,000."""

_JSON = frozenset(
    ("application/json", "application/json;charset=utf-8", "application/json; charset=utf-8")
)
_IS_KEPT = {"": True, "keep-alive": True, "close": False}
_MEANT_FOR_SERVERS = ("EXPECT", "HTTP2-SETTINGS", "TE", "TRAILER", "TRANSFER-ENCODING", "UPGRADE")
_ODD = frozenset((*_MEANT_FOR_SERVERS, "CONTENT-ENCODING", "COOKIE"))
"""Headers whose meaning is not known here."""


class Plain(NamedTuple):
    """What there is to know of a plain request."""

    text: str
    """As `domain.tweet.parse_tweet` returns it."""
    headers: dict[str, str]
    """By name in capitals; each came once."""
    is_kept: bool
    """Whether the client keeps its connection."""


def read_plain(cfg: Any, data: bytes, client: tuple[Any, ...]) -> Plain | None:
    """The request, or None for the slightest doubt: who gets it next says what is wrong.

    Args:
        cfg: gunicorn's settings; its own parser reads the request, as it would for Flask.
        data: a request whose first line is `LINE`, whole, and nothing after it.
        client: the address it came from.
    """
    try:
        request = next(RequestParser(cfg, iter((data,)), client))
        body = request.body.read()
    except (ParseException, OSError, StopIteration, ValueError):
        return None
    headers = dict(request.headers)
    if len(headers) != len(request.headers) or not headers.keys().isdisjoint(_ODD):
        return None
    if request.trailers or any("_" in name for name in headers):
        return None
    if headers.get("CONTENT-TYPE", "").lower() not in _JSON or "HOST" not in headers:
        return None
    is_kept = _IS_KEPT.get(headers.get("CONNECTION", "").lower())
    text = _text(body)
    return None if text is None or is_kept is None else Plain(text, headers, is_kept)


def _text(body: bytes) -> str | None:
    try:
        sent = json.loads(body)  # as Flask does
    except (ValueError, RecursionError):
        return None
    if not isinstance(sent, dict) or sent.keys() != {"text"}:
        return None
    text = sent["text"]
    try:
        return parse_tweet(text) if isinstance(text, str) else None
    except InvalidTweetError:
        return None
