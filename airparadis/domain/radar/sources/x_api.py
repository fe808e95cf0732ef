"""X API v2, recent search (docs.x.com): queries and answers."""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from airparadis.domain.radar.sources.ingest_schema import (
    MAX_REACH,
    IncomingError,
    IncomingTweet,
    read_tweet,
)
from airparadis.domain.radar.texts.folding import tokens

SOURCE: Final = "x"
PATH: Final = "/2/tweets/search/recent"
MAX_QUERY: Final = 512
"""Characters of a query in the smaller plans."""

MAX_RESULTS: Final = 100

FIELDS: Final = {
    "max_results": str(MAX_RESULTS),
    "tweet.fields": "created_at,lang,public_metrics,author_id,note_tweet,referenced_tweets",
    "expansions": "author_id,referenced_tweets.id",
    "user.fields": "username,public_metrics",
}
_RETWEET: Final = re.compile(r"RT @\w{1,15}: ")


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of results, latest first: tweets, their newest and oldest ids, the next token."""

    tweets: Sequence[IncomingTweet]
    newest_id: str | None
    oldest_id: str | None
    next_token: str | None
    pause: timedelta | None = None
    """The time until requests are allowed again, if this was the last one allowed."""


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
    ids = [str(item["id"]) for item in data if str(item.get("id", "")).isdecimal()]
    token = meta.get("next_token")
    return SearchPage(
        read_tweets(data, body.get("includes", {}), now),
        max(ids, key=int, default=None),
        min(ids, key=int, default=None),
        str(token) if token else None,
    )


def read_tweets(
    data: Iterable[Mapping[str, Any]], includes: Mapping[str, Any], now: datetime
) -> list[IncomingTweet]:
    """Parse the tweets of an answer and their authors; invalid tweets are dropped."""
    users = {user["id"]: user for user in includes.get("users", [])}
    originals = {tweet["id"]: tweet for tweet in includes.get("tweets", [])}
    return [tweet for item in data if (tweet := _tweet(item, users, originals, now))]


def _either(operands: Sequence[str]) -> str:
    return operands[0] if len(operands) == 1 else "(" + " OR ".join(operands) + ")"


def _operand(term: str) -> str:
    words = tokens(term)
    return words[0] if len(words) == 1 else '"' + " ".join(words) + '"'


def _whole_text(item: Mapping[str, Any], originals: Mapping[str, Mapping[str, Any]]) -> str | None:
    """Return the text without cuts and character references.

    X cuts long tweets, whose `note_tweet` is whole, and retweets: "RT @handle: " is followed by the
    whole original instead, so that all copies of it are folded.
    """
    text = (item.get("note_tweet") or {}).get("text") or item.get("text")
    for reference in item.get("referenced_tweets") or []:
        original = originals.get(reference.get("id"))
        if reference.get("type") == "retweeted" and original:
            mark = _RETWEET.match(str(text))
            text = (mark[0] if mark else "") + str(_whole_text(original, {}))
    return html.unescape(text) if isinstance(text, str) else None


def _tweet(
    item: Mapping[str, Any],
    users: Mapping[str, Mapping[str, Any]],
    originals: Mapping[str, Mapping[str, Any]],
    now: datetime,
) -> IncomingTweet | None:
    user = users.get(item.get("author_id", ""), {})
    followers = user.get("public_metrics", {}).get("followers_count", 0)
    retweets = item.get("public_metrics", {}).get("retweet_count", 0)
    row = {
        "id": item.get("id"),
        "text": _whole_text(item, originals),
        "created_at": item.get("created_at"),
        "author": user.get("username"),
        "reach": min(followers + retweets, MAX_REACH),
        "language": item.get("lang"),
    }
    try:
        return read_tweet(row, now, SOURCE, is_cut=True)
    except IncomingError:
        return None
