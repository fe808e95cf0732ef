"""What a reader of the dashboard has chosen, all of it in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Self, TypeVar

from flask import url_for

from airparadis.classifier import Label
from airparadis.domain.monitoring import Span
from airparadis.models import Source
from airparadis.services.wrong import Filter, Key, Order, Place

MAX_SEARCH_LENGTH = 200
MAX_PLACE_LENGTH = 100
MAX_NUMBER = 2**31 - 1
E = TypeVar("E", bound=StrEnum)
N = TypeVar("N", int, float)


@dataclass(frozen=True, slots=True)
class Choice:
    """Span and version hold for the whole page, the rest for the list of wrong predictions."""

    span: Span = Span.ALL
    version: str | None = None
    label: Label | None = None
    source: Source | None = None
    search: str = ""
    order: Order = Order.LATEST
    after: str = ""
    before: str = ""

    @classmethod
    def read(cls, args: Mapping[str, str]) -> Self:
        """From the query of a request; what cannot be read counts as not chosen."""
        return cls(
            span=_member(Span, args.get("span")) or Span.ALL,
            version=args.get("version", "")[:80] or None,
            label=_member(Label, args.get("label")),
            source=_member(Source, args.get("source")),
            search=args.get("search", "").replace("\0", "").strip()[:MAX_SEARCH_LENGTH],
            order=_member(Order, args.get("order")) or Order.LATEST,
            after=args.get("after", "")[:MAX_PLACE_LENGTH],
            before=args.get("before", "")[:MAX_PLACE_LENGTH],
        )

    @property
    def is_filtered(self) -> bool:
        """Whether the list leaves something out besides other spans and versions."""
        return bool(self.label or self.source or self.search)

    def filter(self, now: datetime) -> Filter:
        """The filter of the list."""
        since = self.span.since(now)
        return Filter(since, self.version, self.label, self.source, self.search, self.order)

    @property
    def place(self) -> Place | None:
        """Where the page of the list begins; at the start if the address makes no sense."""
        for text, is_backward in ((self.after, False), (self.before, True)):
            key = read_key(text, self.order)
            if key is not None:
                return Place(key, is_backward)
        return None

    def link(self, endpoint: str = "admin.dashboard", **changes: Any) -> str:
        """The address of the same page with something else chosen; the list begins anew."""
        chosen = replace(self, **{"after": "", "before": "", **changes})
        return url_for(endpoint, **chosen.query())

    def query(self) -> dict[str, Any]:
        """What differs from the default, as the address has it."""
        standard = Choice()
        return {
            name: value
            for name in self.__slots__
            if (value := getattr(self, name)) != getattr(standard, name)
        }


def write_key(key: Key) -> str:
    """A place in the list as it stands in an address."""
    parts = (each.isoformat() if isinstance(each, datetime) else repr(each) for each in key)
    return "_".join(parts)


def read_key(text: str, order: Order) -> Key | None:
    """Such a place; None if it is none of this order."""
    *sureness, moment, number = text.split("_") if text.count("_") else ["", ""]
    if len(sureness) != (order is Order.SUREST):
        return None
    try:
        confidences = [_within(float(each), 1.0) for each in sureness]
        at = datetime.fromisoformat(moment).astimezone(UTC)
        return *confidences, at, _within(int(number), MAX_NUMBER)
    except (ValueError, OverflowError):
        return None


def _within(number: N, most: N) -> N:
    if not 0 <= number <= most:
        raise ValueError("no such number")
    return number


def _member(kind: type[E], value: str | None) -> E | None:
    return kind(value) if value in set(kind) else None
