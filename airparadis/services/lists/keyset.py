"""Lists whose pages begin after an item, not after a number of items.

The thousandth page costs what the first does, and what comes in meanwhile moves nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_
from sqlalchemy.orm import Session

T = TypeVar("T")

MOST_COUNTED: Final = 10_000
"""Of items that match; more take too long to count, and nobody reads them all."""

Key = tuple[Any, ...]
"""What a list is sorted by, an item's number last."""

KeyQuery = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: beyond a key, or before it if `is_backward`."""

    key: Key
    is_backward: bool = False


@dataclass(frozen=True, slots=True)
class PlacedPage(Generic[T]):
    """A page, and where those before and after it begin; None if there is none."""

    items: Sequence[T]
    before: Key | None
    after: Key | None
    total: int
    """Items that match, of those looked through if some were; `MOST_COUNTED` at most."""
    read: int | None = None
    """How many items were looked through; None where none need be."""
    is_more: bool = False
    """Whether there are more than `total`; behind a page that was looked through, others on."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a list is gone through: by which columns, from where, in which direction."""

    columns: tuple[Any, ...]
    """Those of the key."""
    place: Place | None = None
    """The beginning, if there is none."""
    is_rising: bool = False
    """Whether the list begins with the smallest."""

    def order(self) -> list[ColumnElement[Any]]:
        """For `order_by`: items in the order in which they are looked at."""
        return [each.asc() if self.climbs else each.desc() for each in self.columns]

    def beyond(self) -> list[ColumnElement[bool]]:
        """For `where` or `having`: what lies beyond the place; nothing at the beginning."""
        if self.place is None:
            return []
        pairs = zip(self.place.key, self.columns, strict=True)
        key, mark = tuple_(*self.columns), tuple_(*(literal(v, each.type) for v, each in pairs))
        return [key > mark if self.climbs else key < mark]

    def is_beyond(self, key: Key) -> bool:
        """The same of a key that is at hand; true of each at the beginning."""
        if self.place is None:
            return True
        return key > self.place.key if self.climbs else key < self.place.key

    def listed(self, items: Sequence[T]) -> Iterable[T]:
        """Items that were looked at in the order of the list."""
        return reversed(items) if self._is_backward else items

    def ends(
        self, keys: Sequence[Key], size: int, end: Key | None = None
    ) -> tuple[Key | None, Key | None]:
        """Where the pages before and after the first `size` of some keys begin.

        `end` is the last one that was looked at, if there are others beyond it.
        """
        near = None if self.place is None else keys[0] if keys else self._back_to(self.place)
        far = keys[size - 1] if len(keys) > size else end
        return (far, near) if self._is_backward else (near, far)

    def _back_to(self, place: Place) -> Key:
        """Where the other direction begins with the very item that the place is beyond."""
        *first, number = place.key
        return *first, number + (1 if self.climbs else -1)

    @property
    def _is_backward(self) -> bool:
        return self.place is not None and self.place.is_backward

    @property
    def climbs(self) -> bool:
        """Whether items are looked at from the smallest on."""
        return self.is_rising is not self._is_backward


def extent(session: Session, keys: KeyQuery, most: int) -> tuple[int, Key | None]:
    """How many of some keys are looked through, and the last of them if there are others."""
    count = session.scalar(select(func.count()).select_from(keys.limit(most + 1).subquery())) or 0
    if count <= most:
        return count, None
    return most, tuple(session.execute(keys.offset(most - 1).limit(1)).one())


def count_most(session: Session, query: KeyQuery) -> tuple[int, bool]:
    """How many rows a query has, `MOST_COUNTED` at most, and whether there are more."""
    counted = query.limit(MOST_COUNTED + 1).subquery()
    found = session.scalar(select(func.count()).select_from(counted)) or 0
    return min(found, MOST_COUNTED), found > MOST_COUNTED
