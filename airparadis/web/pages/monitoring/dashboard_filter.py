"""The filter of the dashboard, all of it in the URL."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Self, TypeVar

from flask import url_for

from airparadis.db.tables import Source
from airparadis.domain.monitoring.figures import Span
from airparadis.domain.predictions.label import Label
from airparadis.services.lists.keyset import Cursor
from airparadis.services.monitoring.reported_errors import Filter, Order
from airparadis.web.urls import read_cursor

MAX_SEARCH_LENGTH = 200
MAX_CURSOR_LENGTH = 100
E = TypeVar("E", bound=StrEnum)
_CURSOR_KINDS = {Order.SUREST: (float, datetime, int)}
"""Types of the values of a cursor, where they are not a time and a number."""


@dataclass(frozen=True, slots=True)
class DashboardFilter:
    """Span and version filter the whole page, the rest the list of reported errors."""

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
        """Read the filter from a query string; unknown values are ignored."""
        return cls(
            span=_member(Span, args.get("span")) or Span.ALL,
            version=args.get("version", "")[:80] or None,
            label=_member(Label, args.get("label")),
            source=_member(Source, args.get("source")),
            search=args.get("search", "").replace("\0", "").strip()[:MAX_SEARCH_LENGTH],
            order=_member(Order, args.get("order")) or Order.LATEST,
            after=args.get("after", "")[:MAX_CURSOR_LENGTH],
            before=args.get("before", "")[:MAX_CURSOR_LENGTH],
        )

    @property
    def is_filtered(self) -> bool:
        """Return whether the list is filtered further than by span and version."""
        return bool(self.label or self.source or self.search)

    def filter(self, now: datetime) -> Filter:
        """Return the filter of the list."""
        since = self.span.since(now)
        return Filter(since, self.version, self.label, self.source, self.search, self.order)

    @property
    def cursor(self) -> Cursor | None:
        """The start of the page of the list; None if it is that of the list."""
        return read_cursor(self.after, self.before, _CURSOR_KINDS.get(self.order, (datetime, int)))

    def link(self, endpoint: str = "admin.dashboard", **changes: Any) -> str:
        """Return the URL of the page with changes to the filter, at the start of the list."""
        changed = replace(self, **{"after": "", "before": "", **changes})
        return url_for(endpoint, **changed.query())

    def query(self) -> dict[str, Any]:
        """Return the values that differ from the defaults, for a query string."""
        default = DashboardFilter()
        return {
            name: value
            for name in self.__slots__
            if (value := getattr(self, name)) != getattr(default, name)
        }


def _member(kind: type[E], value: str | None) -> E | None:
    return kind(value) if value in set(kind) else None
