"""The X API v2, filtered stream, as documented at docs.x.com: rules, lines, when to come back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from airparadis.domain.radar.ingest_schema import IncomingTweet
from airparadis.domain.radar.x_api import FIELDS, read_tweets

PATH: Final = "/2/tweets/search/stream"
RULES_PATH: Final = f"{PATH}/rules"
STREAM_FIELDS: Final = {name: value for name, value in FIELDS.items() if name != "max_results"}
SILENCE: Final = timedelta(seconds=25)
"""A line, if only an empty one, comes every 20 seconds; after more the connection is dead."""

TAG: Final = "airparadis:"
"""What marks our rules; an account's other rules are left alone."""


class Fault(StrEnum):
    """Why there is no stream, which says how long to stay away."""

    LOST = "lost"
    """A connection that stood has ended: come back at once."""
    NETWORK = "network"
    HTTP = "http"
    RATE = "rate"


_FIRST = {Fault.NETWORK: 0.25, Fault.HTTP: 5.0, Fault.RATE: 60.0}
_MOST = {Fault.NETWORK: 16.0, Fault.HTTP: 320.0, Fault.RATE: 3600.0}


def pause_after(fault: Fault, failures: int) -> timedelta:
    """How long to stay away after so many failures in a row.

    As X asks: linearly longer after faults of the network, doubled after HTTP errors, and from a
    minute on after too many requests (docs.x.com, "Handling disconnections").
    """
    if fault is Fault.LOST:
        return timedelta()
    times = failures if fault is Fault.NETWORK else 2 ** min(failures - 1, 10)
    return timedelta(seconds=min(_FIRST[fault] * times, _MOST[fault]))


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as X keeps it."""

    id: str
    value: str
    tag: str


@dataclass(frozen=True, slots=True)
class RulePlan:
    """What makes the rules at X ours."""

    delete: list[str]
    """Identifiers."""
    add: list[dict[str, str]]


def read_rules(body: Mapping[str, Any]) -> list[Rule]:
    """The rules of an answer; without any there is no `data`.

    Raises:
        KeyError, TypeError: it is no such answer.
    """
    return [Rule(each["id"], each["value"], each.get("tag") or "") for each in body.get("data", [])]


def plan_rules(present: Iterable[Rule], queries: Mapping[int, str]) -> RulePlan:
    """What to delete and to add so that each stream has its query and no rule of ours is left."""
    wanted = {f"{TAG}{stream}": query for stream, query in queries.items()}
    ours = [each for each in present if each.tag.startswith(TAG)]
    right = {each.tag for each in ours if wanted.get(each.tag) == each.value}
    return RulePlan(
        [each.id for each in ours if each.tag not in right],
        [{"value": value, "tag": tag} for tag, value in wanted.items() if tag not in right],
    )


def stream_of(tag: str) -> int | None:
    """The stream that a rule stands for; None if it is not ours."""
    number = tag.removeprefix(TAG)
    return int(number) if tag.startswith(TAG) and number.isdecimal() else None


@dataclass(frozen=True, slots=True)
class Line:
    """A tweet of the stream, and the streams whose rules it met."""

    tweet: IncomingTweet
    streams: frozenset[int]


class StreamEnd(Exception):  # noqa: N818 (an end as X announces it, not our error)
    """X says that it is about to close the connection, and why."""


def read_line(text: bytes, now: datetime) -> Line | None:
    """A line of the stream; None if it is none of a tweet.

    Raises:
        StreamEnd: it tells of the stream's end.
    """
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(body, Mapping):
        return None
    if not isinstance(body.get("data"), Mapping):
        if body.get("errors"):
            raise StreamEnd(_title(body["errors"]))
        return None
    try:
        tweets = read_tweets([body["data"]], body.get("includes", {}), now)
        tags = [each.get("tag") or "" for each in body.get("matching_rules", [])]
    except (AttributeError, TypeError, KeyError):
        return None
    streams = frozenset(number for tag in tags if (number := stream_of(tag)) is not None)
    return Line(tweets[0], streams) if tweets else None


def _title(errors: Any) -> str:
    first = errors[0] if isinstance(errors, list) and errors else errors
    words = first.get("title") or first.get("detail") if isinstance(first, Mapping) else None
    return str(words or "an error without words")[:200]
