"""What a reader of the dashboard has chosen, all of it in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Self, TypeVar

from flask import url_for

from airparadis.db.tables import Source
from airparadis.domain.monitoring.figures import Span
from airparadis.domain.predictions.label import Label
from airparadis.services.lists.keyset import Place
from airparadis.services.monitoring.reported_errors import Filter, Order
from airparadis.web.urls import read_cursor

MAX_SEARCH_LENGTH = 200
MAX_PLACE_LENGTH = 100
E = TypeVar("E", bound=StrEnum)
_KINDS = {Order.SUREST: (float, datetime, int)}
"""Of the values of a place in the list, unless they are a time and a number."""


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
        return read_cursor(self.after, self.before, _KINDS.get(self.order, (datetime, int)))

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


def _member(kind: type[E], value: str | None) -> E | None:
    return kind(value) if value in set(kind) else None
