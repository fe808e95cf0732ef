"""JSON values as rows: pages of an API hold many, wrappers hold one; names lead into objects."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from airparadis.files.objects.frames import rows_of_table

MAX_DEPTH = 3
PAGES = ("data", "statuses", "tweets", "posts", "results", "items", "records", "rows", "messages")
"""Names under which pages hold lists of tweets; "data" is X's API v2."""

OTHER_TEXTS: Mapping[str, Sequence[str]] = {
    "full_text": ("extended_tweet.full_text", "text"),
    "extended_tweet.full_text": ("full_text", "text"),
}
"""Names to look under for a text that a tweet of X's API v1.1 has not under another: which one has
it depends on the length of the tweet."""

Record = Mapping[str, Any]


def records_of(value: Any) -> Iterator[Record | None]:
    """Give the rows that a JSON value holds; None for one that is no object."""
    if not isinstance(value, dict):
        yield None
        return
    page = _page(value)
    if page is None:
        yield from rows_of_table(value) or (value,)
        return
    authors = _authors(value)
    for record in page:
        if not isinstance(record, dict):
            yield None
        elif "author" not in record and record.get("author_id") in authors:
            yield record | {"author": authors[record["author_id"]]}
        else:
            yield record


def paths_of(record: Record) -> list[str]:
    """Name the plain values of an object, those of objects in it as "user.name"."""
    return list(_paths(record, "", MAX_DEPTH))


def value_at(record: Record | None, path: str) -> Any:
    """Return the value of such a name, None if there is none."""
    value = _value_at(record, path)
    if value is None and path in OTHER_TEXTS:
        others = (_value_at(record, other) for other in OTHER_TEXTS[path])
        return next((other for other in others if other is not None), None)
    return value


def _value_at(record: Record | None, path: str) -> Any:
    value: Any = record
    if isinstance(value, dict) and path in value:
        return value[path]
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _page(value: Record) -> Sequence[Any] | None:
    if "text" in value or "full_text" in value:
        return None
    for name in PAGES:
        found = value.get(name)
        if isinstance(found, list) and all(isinstance(item, dict) for item in found):
            return found
    if value.keys() <= {"meta", "includes", "errors"} and "meta" in value:
        return ()  # a page of X's without a tweet
    return None


def _authors(value: Record) -> dict[str, str]:
    """Names of the authors that a page of X's API refers to by number."""
    includes = value.get("includes")
    users = includes.get("users") if isinstance(includes, dict) else None
    return {
        user["id"]: user["username"]
        for user in (users if isinstance(users, list) else ())
        if isinstance(user, dict)
        and isinstance(user.get("id"), str)
        and isinstance(user.get("username"), str)
    }


def _paths(record: Record, before: str, depth: int) -> Iterator[str]:
    for name, value in record.items():
        if isinstance(value, dict):
            if depth > 1:
                yield from _paths(value, f"{before}{name}.", depth - 1)
        else:
            yield f"{before}{name}"
