"""Long lists in pages: from a cursor on (keyset paging), or by number.

A keyset page begins after an item, not after a number of items: the thousandth costs what the first
does, and what arrives meanwhile moves nothing. `sqlakeyset` has neither lists of which only so many
rows are scanned nor row values on psycopg (docs/decisions).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_
from sqlalchemy.orm import Session

T = TypeVar("T")

MAX_COUNTED: Final = 10_000
"""Maximum of matches that are counted; more take too long, and nobody reads them all."""

Key = tuple[Any, ...]
"""The values that a list is sorted by, an item's number last."""

KeyQuery = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class NumberedPage(Generic[T]):
    """A page of a list by its number; the first has number 1."""

    items: Sequence[T]
    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        """Number of the last page; an empty list has one."""
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True, slots=True)
class Cursor:
    """The key after which a page begins, or before which it ends if `is_backward`."""

    key: Key
    is_backward: bool = False


@dataclass(frozen=True, slots=True)
class KeysetPage(Generic[T]):
    """A page, and the keys of the pages before and after it; None if there is none."""

    items: Sequence[T]
    before: Key | None
    after: Key | None
    total: int = 0
    """Items that match, among those scanned if some were; 0 where they are not counted."""
    scanned: int | None = None
    """Number of items looked through; None where the database finds those that match."""
    is_more: bool = False
    """Whether there are more than `total`, or, if items were scanned, others to scan."""


@dataclass(frozen=True, slots=True)
class Ordering:
    """The order of a list, and from which cursor on it is read."""

    columns: tuple[Any, ...]
    """The columns of the key, all in one direction."""
    cursor: Cursor | None = None
    """None for the first page."""
    is_ascending: bool = False
    """Whether the list begins with the smallest key."""

    @property
    def scans_upwards(self) -> bool:
        """Whether rows are read from the smallest key on: a backward page is read in reverse."""
        return self.is_ascending is not self._is_backward

    def order_by(self) -> list[ColumnElement[Any]]:
        """Return the terms of ORDER BY in which rows are read."""
        return [column.asc() if self.scans_upwards else column.desc() for column in self.columns]

    def after_cursor(self) -> list[ColumnElement[bool]]:
        """Return the conditions of WHERE or HAVING; none for the first page."""
        if self.cursor is None:
            return []
        pairs = zip(self.columns, self.cursor.key, strict=True)
        key, bound = (
            tuple_(*self.columns),
            tuple_(*(literal(value, column.type) for column, value in pairs)),
        )
        return [key > bound if self.scans_upwards else key < bound]

    def is_after_cursor(self, key: Key) -> bool:
        """Return whether a key at hand is after the cursor."""
        if self.cursor is None:
            return True
        return key > self.cursor.key if self.scans_upwards else key < self.cursor.key

    def in_list_order(self, rows: Sequence[T]) -> Iterable[T]:
        """Return rows as the list shows them."""
        return reversed(rows) if self._is_backward else rows

    def neighbours(
        self, keys: Sequence[Key], size: int, last_scanned: Key | None = None
    ) -> tuple[Key | None, Key | None]:
        """Return the keys of the pages before and after the first `size` of the keys read.

        Args:
            keys: one more than `size` if there is another page.
            size: of a page.
            last_scanned: the last key looked at, if there are others to scan.
        """
        near = None if self.cursor is None else keys[0] if keys else self._including(self.cursor)
        far = keys[size - 1] if len(keys) > size else last_scanned
        return (far, near) if self._is_backward else (near, far)

    def _including(self, cursor: Cursor) -> Key:
        """Return the key from which the other direction begins with the cursor's own item."""
        *first, number = cursor.key
        return *first, number + (1 if self.scans_upwards else -1)

    @property
    def _is_backward(self) -> bool:
        return self.cursor is not None and self.cursor.is_backward


def scan_limit(session: Session, keys: KeyQuery, limit: int) -> tuple[int, Key | None]:
    """Return how many keys are scanned, and the last of them if there are others."""
    count = session.scalar(select(func.count()).select_from(keys.limit(limit + 1).subquery())) or 0
    if count <= limit:
        return count, None
    return limit, tuple(session.execute(keys.offset(limit - 1).limit(1)).one())


def count_rows(session: Session, query: KeyQuery) -> tuple[int, bool]:
    """Return how many rows a query has, `MAX_COUNTED` at most, and whether there are more."""
    counted = query.limit(MAX_COUNTED + 1).subquery()
    count = session.scalar(select(func.count()).select_from(counted)) or 0
    return min(count, MAX_COUNTED), count > MAX_COUNTED
