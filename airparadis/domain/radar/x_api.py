"""X API v2, recent search (docs.x.com): queries and answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from airparadis.domain.radar.folding import tokens
from airparadis.domain.radar.ingest_schema import (
    MAX_REACH,
    IncomingError,
    IncomingTweet,
    read_tweet,
)

SOURCE: Final = "x"
PATH: Final = "/2/tweets/search/recent"
MAX_QUERY: Final = 512
"""Characters of a query in the smaller plans."""

MAX_RESULTS: Final = 100
RATE_WINDOW: Final = timedelta(minutes=15)
MAX_PAUSE: Final = timedelta(hours=1)

FIELDS: Final = {
    "max_results": str(MAX_RESULTS),
    "tweet.fields": "created_at,lang,public_metrics,author_id",
    "expansions": "author_id",
    "user.fields": "username,public_metrics",
}


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of results: tweets, the newest id, the token of the next page."""

    tweets: Sequence[IncomingTweet]
    newest_id: str | None
    next_token: str | None


def build_query(terms: Iterable[str], languages: Sequence[str]) -> str:
    """Build a search query; terms beyond `MAX_QUERY` characters are dropped, the last first."""
    lines = [line.strip() for line in terms if line.strip()]
    tail = "".join(f" -{_operand(line[1:])}" for line in lines if line.startswith("-"))
    if languages:
        tail += " (" + " OR ".join(f"lang:{code}" for code in languages) + ")"
    wanted = [_operand(line) for line in lines if not line.startswith("-")]
    while len(wanted) > 1 and len(_either(wanted) + tail) > MAX_QUERY:
        wanted.pop()
    return _either(wanted) + tail


def read_page(body: Mapping[str, Any], now: datetime) -> SearchPage:
    """Parse an answer; invalid tweets are dropped.

    Raises:
        ValueError: it is not an answer of the search.
    """
    meta, data = body.get("meta"), body.get("data", [])
    if not isinstance(meta, Mapping) or not isinstance(data, list):
        raise ValueError("neither meta nor data")
    return SearchPage(
        read_tweets(data, body.get("includes", {}), now),
        meta.get("newest_id"),
        meta.get("next_token"),
    )


def read_tweets(
    data: Iterable[Mapping[str, Any]], includes: Mapping[str, Any], now: datetime
) -> list[IncomingTweet]:
    """Parse the tweets of an answer and their authors; invalid tweets are dropped."""
    users = {user["id"]: user for user in includes.get("users", [])}
    return [tweet for item in data if (tweet := _tweet(item, users, now))]


def pause_after(failures: int) -> timedelta:
    """Return the pause after failures in a row: a minute, doubling, at most an hour."""
    doubled: int = 2 ** min(max(failures - 1, 0), 10)
    return min(timedelta(minutes=doubled), MAX_PAUSE)


def _either(operands: Sequence[str]) -> str:
    return operands[0] if len(operands) == 1 else "(" + " OR ".join(operands) + ")"


def _operand(term: str) -> str:
    words = tokens(term)
    return words[0] if len(words) == 1 else '"' + " ".join(words) + '"'


def _tweet(
    item: Mapping[str, Any], users: Mapping[str, Mapping[str, Any]], now: datetime
) -> IncomingTweet | None:
    user = users.get(item.get("author_id", ""), {})
    followers = user.get("public_metrics", {}).get("followers_count", 0)
    retweets = item.get("public_metrics", {}).get("retweet_count", 0)
    row = {
        "id": item.get("id"),
        "text": item.get("text"),
        "created_at": item.get("created_at"),
        "author": user.get("username"),
        "reach": min(followers + retweets, MAX_REACH),
        "language": item.get("lang"),
    }
    try:
        return read_tweet(row, now, SOURCE)
    except IncomingError:
        return None
