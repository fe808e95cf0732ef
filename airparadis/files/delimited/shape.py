"""The shape of a table's rows, to tell them apart and to repair those with surplus cells."""

from collections.abc import Sequence
from typing import NamedTuple

from airparadis.files.delimited.dialect import Dialect, split_plainly
from airparadis.files.guess.kinds import CellKind, ColumnKind
from airparadis.files.notes import Flaw, Repair

_LONG_NUMBER = 6
"""Digits from which on numbers of one length are identifiers of one kind."""


class Fitted(NamedTuple):
    """A row as long as the columns, and what that took."""

    row: list[str]
    flaw: Flaw | None = None
    repair: Repair | None = None


class Shape:
    """The width of a table, the place of its tweets, and what its other columns hold."""

    def __init__(self, dialect: Dialect, text_column: int, kinds: Sequence[ColumnKind]) -> None:
        self.width = len(kinds)
        self._dialect = dialect
        self._kinds = kinds
        self._strict = [place for place, column in enumerate(kinds) if column.is_strict]
        self._strict = [place for place in self._strict if place != text_column]
        free = [place for place, column in enumerate(kinds) if column.kind is CellKind.TEXT]
        self._absorbing = [text_column, *(place for place in free if place != text_column)]

    def fit(self, cells: list[str], lines: Sequence[str]) -> Fitted:
        """Bring a row that is too short or too long to the width.

        Args:
            cells: as they were read.
            lines: the row as it is written, to put texts together again exactly.
        """
        width = self.width
        if len(cells) < width:
            return Fitted([*cells, *[""] * (width - len(cells))], None, Repair.SHORT_ROWS)
        if not any(map(str.strip, cells[width:])):
            return Fitted(cells[:width], None, Repair.SURPLUS_BLANKS)
        rebuilt = self._rebuild(cells, "".join(lines))
        if rebuilt is not None:
            return Fitted(rebuilt, None, Repair.REBUILT)
        last = self._dialect.parting.join(cells[width - 1 :])
        return Fitted([*cells[: width - 1], last], Flaw.EXTRA_CELLS)

    def is_record(self, line: str, first: str) -> bool:
        """Detect a line within a quoted cell that is a row itself, as the first one is.

        Columns of numbers, times or links tell: all of them must fit. A short number must also be
        greater than that of the first line: a tweet may list "1,Delta". A quoted cell that is
        closed has what comes right of it on its last line, and only there.
        """
        if self.width < 2 or not self._strict:
            return False
        cells = self._row_of(line)
        before = self._row_of(first) if cells is not None else None
        if before is None or cells is None:
            return False
        return all(self._continues(place, cells, before) for place in self._strict)

    def _row_of(self, line: str) -> list[str] | None:
        """Part a line without regard to quotation marks; None if that makes no row."""
        cells: list[str] | None = split_plainly(line, self._dialect)
        if cells and len(cells) > self.width:
            cells = self._rebuild(cells, line)
        if cells is None or len(cells) < self.width:
            return None
        return cells if all(self._is_like(place, cells[place]) for place in self._strict) else None

    def _is_like(self, place: int, cell: str) -> bool:
        """Return whether a cell is filled and like its column; identifiers are of one length."""
        cell, column = cell.strip(), self._kinds[place]
        if not cell or not column.admits(cell):
            return False
        is_identifier = column.kind is CellKind.NUMBER and min(column.digits) >= _LONG_NUMBER
        return not is_identifier or len(cell) in column.digits

    def _continues(self, place: int, cells: list[str], before: list[str]) -> bool:
        """Return whether a cell's number may follow that of the first line."""
        cell, column = cells[place].strip(), self._kinds[place]
        if column.kind is not CellKind.NUMBER or len(cell) >= _LONG_NUMBER:
            return True
        former = before[place].strip()
        return former.isdecimal() and cell.isdecimal() and int(cell) > int(former)

    def _rebuild(self, cells: list[str], raw: str) -> list[str] | None:
        """Give the surplus to the column of free text that lets all others fit.

        Where several do, a blank after a delimiter tells: "Paris, France,I love it". If that does
        not tell either, the surplus is the tweet's where it comes last; else nobody knows.
        """
        written = split_plainly(raw, self._dialect)
        parts = written if len(written) == len(cells) else cells
        surplus = len(cells) - self.width
        blanks = {
            place: _blanks(parts[place + 1 : place + surplus + 1])
            for place in self._absorbing
            if self._fits([*cells[:place], "", *cells[place + surplus + 1 :]], place)
        }
        best = [place for place, number in blanks.items() if number == max(blanks.values())]
        if len(best) != 1 and best[:1] != [self.width - 1]:
            return None
        place = best[0]
        text = self._dialect.parting.join(parts[place : place + surplus + 1])
        return [*cells[:place], text, *cells[place + surplus + 1 :]]

    def _fits(self, row: list[str], absorbing: int) -> bool:
        """Return whether other cells are like their columns, as far as these are not free text.

        Left of the surplus, a word may be any.
        """
        return all(
            self._kinds[place].admits(cell)
            for place, cell in enumerate(row)
            if place in self._strict or (place > absorbing and place not in self._absorbing)
        )


def _blanks(cells: Sequence[str]) -> int:
    return sum(cell.startswith(" ") for cell in cells)
