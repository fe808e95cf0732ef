"""Rows put together into blocks of a bounded size."""

from collections.abc import Callable
from typing import Any

from airparadis.files.bounds import BLOCK_CHARACTERS, BLOCK_ROWS
from airparadis.files.notes import Flaw
from airparadis.files.table import Block


class BlockBuilder:
    """Collects rows; the same rows always make the same blocks."""

    def __init__(self, make: Callable[[int, list[Any], dict[int, Flaw]], Block] = Block) -> None:
        self._make = make
        self._rows: list[Any] = []
        self._flaws: dict[int, Flaw] = {}
        self._characters = 0
        self._first = 1

    def add(self, row: Any, characters: int, flaw: Flaw | None = None) -> bool:
        """Add a row of so many characters; return whether the block is full."""
        if flaw is not None:
            self._flaws[len(self._rows)] = flaw
        self._rows.append(row)
        self._characters += characters
        return len(self._rows) >= BLOCK_ROWS or self._characters >= BLOCK_CHARACTERS

    @property
    def number(self) -> int:
        """Number of the next row, from 1."""
        return self._first + len(self._rows)

    def take(self) -> Block | None:
        """Return the block and begin another; None if there are no rows."""
        if not self._rows:
            return None
        block = self._make(self._first, self._rows, self._flaws)
        self._first += len(self._rows)
        self._rows, self._flaws, self._characters = [], {}, 0
        return block
