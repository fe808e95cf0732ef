"""X API v2, filtered stream (docs.x.com): rules, lines, delays before reconnecting."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from airparadis.domain.radar.sources.ingest_schema import IncomingTweet
from airparadis.domain.radar.sources.source_faults import FaultKind, SourceFault
from airparadis.domain.radar.sources.x_api import FIELDS, read_tweets
from airparadis.lib.json_text import parse_json

PATH: Final = "/2/tweets/search/stream"
RULES_PATH: Final = f"{PATH}/rules"
STREAM_FIELDS: Final = {name: value for name, value in FIELDS.items() if name != "max_results"}
READ_TIMEOUT: Final = timedelta(seconds=25)
"""X sends a line, perhaps an empty one, every 20 seconds; after more the connection is dead."""

TAG: Final = "airparadis:"
"""The mark of our rules; other rules of the account are left alone."""


_FIRST_PAUSE: Final = {FaultKind.NETWORK: 0.25, FaultKind.RATE: 60.0, FaultKind.CAP: 3600.0}
_MAX_PAUSE: Final = {
    FaultKind.NETWORK: 16.0,
    FaultKind.RATE: 3600.0,
    FaultKind.CAP: 86_400.0,
    FaultKind.ACCESS: 3600.0,
}
_HTTP_PAUSES: Final = 5.0, 320.0


def stream_pause(fault: SourceFault, failures: int) -> timedelta:
    """Return the delay before reconnecting after failures in a row; none after an established one.

    As X requires: linear after network faults, doubled after HTTP errors, and from a minute on
    after too many requests (docs.x.com, "Handling disconnections"); longer if it asks for it.
    """
    if not failures:
        return timedelta()
    first = _FIRST_PAUSE.get(fault.kind, _HTTP_PAUSES[0])
    times = failures if fault.kind is FaultKind.NETWORK else 2 ** min(failures - 1, 20)
    pause = timedelta(seconds=min(first * times, _MAX_PAUSE.get(fault.kind, _HTTP_PAUSES[1])))
    return max(pause, fault.asked_pause or pause)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule stored at X."""

    id: str
    value: str
    tag: str


@dataclass(frozen=True, slots=True)
class RulePlan:
    """The changes that turn the rules at X into ours."""

    delete: list[str]
    """Rule ids."""
    add: list[dict[str, str]]


def read_rules(body: Mapping[str, Any]) -> list[Rule]:
    """Parse the rules of an answer; without any there is no `data`.

    Raises:
        KeyError, TypeError: it is not such an answer.
    """
    return [Rule(rule["id"], rule["value"], rule.get("tag") or "") for rule in body.get("data", [])]


def read_refusals(body: Any) -> dict[str, str]:
    """Return why rules were refused, by their values, from an answer that added others."""
    errors = body.get("errors") if isinstance(body, Mapping) else None
    found = [error for error in errors or [] if isinstance(error, Mapping)]
    return {str(error["value"]): _title([error]) for error in found if error.get("value")}


def plan_rules(present: Iterable[Rule], queries: Mapping[int, str]) -> RulePlan:
    """Plan deletions and additions after which every stream has exactly its query."""
    wanted = {f"{TAG}{stream}": query for stream, query in queries.items()}
    ours = [rule for rule in present if rule.tag.startswith(TAG)]
    current = {rule.tag for rule in ours if wanted.get(rule.tag) == rule.value}
    return RulePlan(
        [rule.id for rule in ours if rule.tag not in current],
        [{"value": value, "tag": tag} for tag, value in wanted.items() if tag not in current],
    )


def stream_of(tag: str) -> int | None:
    """Return the stream of a rule's tag; None if it is not ours."""
    number = tag.removeprefix(TAG)
    return int(number) if tag.startswith(TAG) and number.isdecimal() else None


@dataclass(frozen=True, slots=True)
class Line:
    """A tweet of the stream, and the streams whose rules it matches."""

    tweet: IncomingTweet
    streams: frozenset[int]


class StreamEnd(Exception):  # noqa: N818 (an end as X announces it, not our error)
    """An announcement by X that it is about to close the connection, with the reason."""


def read_line(text: bytes, now: datetime) -> Line | None:
    """Parse a line of the stream; None unless it holds a tweet.

    Raises:
        StreamEnd: it announces the end of the stream.
    """
    try:
        body = parse_json(text)
    except ValueError:
        return None
    if not isinstance(body, Mapping):
        return None
    if not isinstance(body.get("data"), Mapping):
        if body.get("errors"):
            raise StreamEnd(_title(body["errors"]))
        return None
    try:
        tweets = read_tweets([body["data"]], body.get("includes", {}), now)
        tags = [rule.get("tag") or "" for rule in body.get("matching_rules", [])]
    except (AttributeError, TypeError, KeyError):
        return None
    streams = frozenset(number for tag in tags if (number := stream_of(tag)) is not None)
    return Line(tweets[0], streams) if tweets else None


def _title(errors: Any) -> str:
    first = errors[0] if isinstance(errors, list) and errors else errors
    title = first.get("title") or first.get("detail") if isinstance(first, Mapping) else None
    return str(title or "an error without title")[:200]
