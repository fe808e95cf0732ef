"""Places in long lists, as they stand in addresses."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from airparadis.services.lists.keyset import Key, Place
from airparadis.web.urls.query_numbers import LARGEST


def write_key(key: Key) -> str:
    """A place in a list, as `read_key` reads it."""
    return "_".join(each.isoformat() if isinstance(each, datetime) else repr(each) for each in key)


def read_key(text: str, kinds: Sequence[type]) -> Key | None:
    """The values of a key; None if the text is none of these kinds.

    Args:
        text: from an address.
        kinds: of each value: a time with its zone, a whole number from -1 on, or a share.
    """
    parts = text.split("_")
    if len(parts) != len(kinds):
        return None
    try:
        return tuple(_read(part, kind) for part, kind in zip(parts, kinds, strict=True))
    except (ValueError, OverflowError):
        return None


def place_of(after: str, before: str, kinds: Sequence[type]) -> Place | None:
    """Where a page begins; at the start if the address makes no sense."""
    for text, is_backward in ((after, False), (before, True)):
        key = read_key(text, kinds)
        if key is not None:
            return Place(key, is_backward)
    return None


def _read(text: str, kind: type) -> Any:
    if kind is datetime:
        moment = datetime.fromisoformat(text)
        return _within(moment.tzinfo is not None, moment.astimezone(UTC))
    if kind is float:
        share = float(text)
        return _within(0 <= share <= 1, share)
    number = int(text)
    return _within(-1 <= number <= LARGEST, number)


def _within(is_so: bool, value: Any) -> Any:
    if not is_so:
        raise ValueError("no such value")
    return value
