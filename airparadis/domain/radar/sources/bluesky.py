"""Bluesky's Jetstream (github.com/bluesky-social/jetstream): addresses and events."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from airparadis.domain.radar.sources.ingest_schema import (
    IncomingError,
    IncomingTweet,
    fit_identifier,
    read_tweet,
)
from airparadis.lib.json_text import parse_json

SOURCE: Final = "bluesky"
JETSTREAM_URL: Final = "wss://jetstream2.us-east.bsky.network/subscribe"
"""A public server that Bluesky runs."""

POSTS: Final = "app.bsky.feed.post"
MAX_EVENT: Final = 1_000_000
"""Bytes of an event; a post has 300 characters and what it embeds."""

OVERLAP: Final = timedelta(seconds=3)
"""Jetstream's advice: go back by some seconds, so that a reconnection leaves no gap."""

MIN_GAP: Final = timedelta(minutes=1)
"""Time between the requested position and the first event; a longer one is missing data."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Event:
    """An event of the stream: its time by the server's clock, and its post, if it is a new one."""

    at: datetime
    post: IncomingTweet | None = None
    deleted: str | None = None
    """The identifier of a post that its author deleted."""


def subscription(url: str, since: datetime | None) -> str:
    """Return the address that streams posts from a time on; None: from the present on."""
    parts = urlsplit(url)
    asked = [*parse_qsl(parts.query), ("wantedCollections", POSTS)]
    asked.append(("maxMessageSizeBytes", str(MAX_EVENT)))
    if since is not None:
        asked.append(("cursor", str((since - OVERLAP - _EPOCH) // _MICROSECOND)))
    return urlunsplit(parts._replace(query=urlencode(asked)))


def read_event(frame: bytes, now: datetime) -> Event | None:
    """Parse a frame; None unless it is an event. Posts that cannot be stored have no `post`."""
    try:
        body = parse_json(frame)
        at = _EPOCH + timedelta(microseconds=int(body["time_us"]))
    except (ValueError, TypeError, KeyError, OverflowError):
        return None
    if at > now + timedelta(days=1):  # a cursor there would skip a day
        return None
    commit = body.get("commit")
    if not isinstance(commit, Mapping) or commit.get("collection") != POSTS:
        return Event(at)
    name = fit_identifier(f"{body.get('did')}/{commit.get('rkey')}")
    if commit.get("operation") == "delete":
        return Event(at, deleted=name)
    if commit.get("operation") != "create":
        return Event(at)
    return Event(at, _post(commit.get("record"), name, body.get("did"), at, now))


def _post(
    record: object, name: str, author: object, at: datetime, now: datetime
) -> IncomingTweet | None:
    if not isinstance(record, Mapping):
        return None
    row = {
        "id": name,
        "text": record.get("text"),
        "created_at": at.isoformat(),  # an author may claim any time in `createdAt`
        "author": author,
        "language": _language(record.get("langs")),
    }
    try:
        return read_tweet(row, now, SOURCE, is_cut=True)
    except IncomingError:
        return None


def _language(codes: object) -> str | None:
    """Return the code of a post in one language: a post in several belongs to any stream."""
    if not isinstance(codes, list) or len(codes) != 1 or not isinstance(codes[0], str):
        return None
    return codes[0].partition("-")[0][:8] or None


def reconnect_pause(failures: int) -> timedelta:
    """Return the delay before reconnecting: a second, doubled with each failure, five minutes."""
    return timedelta(seconds=min(2.0 ** min(max(failures - 1, 0), 20), 300.0))
