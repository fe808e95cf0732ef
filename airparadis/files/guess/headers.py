"""Detection of the header row, below titles and blank rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from airparadis.files.guess.kinds import CellKind, ColumnKind, column_kinds, kind_of
from airparadis.files.guess.names import MAX_NAME, PUNCTUATION, is_known, is_text_name

MAX_PREAMBLE = 20
"""Rows above a header that are taken for titles."""

MAX_NAME_WORDS = 4
"""Words of a name that is not a known one, nor a question of a survey."""
_LONG_WORDS = 25


@dataclass(frozen=True, slots=True)
class Header:
    """The position of the header row."""

    row: int | None
    """The row with the names, counted from 0; None if none has them."""
    known: int = 0
    """Number of its cells that are known names."""

    @property
    def first_row(self) -> int:
        """The first row of data."""
        return 0 if self.row is None else self.row + 1


def find_header(rows: Sequence[Sequence[Any]]) -> Header:
    """Find the row with the names.

    Args:
        rows: the beginning of a table, blank rows left out.
    """
    widths = [_filled(row) for row in rows]
    common = max(widths[: MAX_PREAMBLE * 2], default=0)
    last = max(len(rows) - 1, 1)  # nothing but a header stands at the end of a table
    for place, row in enumerate(rows[: min(MAX_PREAMBLE + 1, last)]):
        known = sum(map(is_known, row))
        if known >= 2 and known * 2 >= widths[place] and _stands_out(widths, place):
            return Header(place, known)
    for place in range(min(len(rows), MAX_PREAMBLE + 1)):
        if place and not (widths[place] > 1 and widths[place] == common):
            continue
        if max(widths[:place], default=0) > 1:
            break
        if names_columns(rows[place], rows[place + 1 :], is_first=place == 0):
            return Header(place, sum(map(is_known, rows[place])))
    return Header(None)


def told_header(found: Header, has_header: bool) -> Header:
    """Take what was said: the row that looks like a header, or else the first one."""
    if not has_header:
        return Header(None)
    return found if found.row is not None else Header(0)


def names_columns(
    row: Sequence[Any], below: Sequence[Sequence[Any]], *, is_first: bool = True
) -> bool:
    """Decide whether a row names the columns of those below it; one below titles must look so."""
    cells = [cell for cell in row if str(cell if cell is not None else "").strip()]
    if not cells or any(_is_prose(cell) for cell in cells):
        return False
    known = sum(map(is_known, cells))
    if len(cells) == 1 and len(row) == 1:
        return is_text_name(cells[0]) or known == 1
    kinds = column_kinds(below, len(row))
    clashes, contrasts = _clashes(row, kinds), _contrasts(row, kinds)
    if known:
        return known * 2 >= len(cells) or (contrasts > 0 and known * is_first + contrasts > clashes)
    if clashes or not below or not _are_distinct(cells):
        return False
    return contrasts > 0 or _are_short(cells, kinds)


def _stands_out(widths: Sequence[int], place: int) -> bool:
    """Return whether all rows above are narrower, as titles are."""
    return all(width < widths[place] for width in widths[:place])


def _filled(row: Sequence[Any]) -> int:
    return sum(1 for cell in row if cell is not None and str(cell).strip())


def _is_prose(cell: Any) -> bool:
    text = str(cell)
    return len(text) > MAX_NAME or len(text.split()) > _LONG_WORDS


def _clashes(row: Sequence[Any], kinds: Sequence[ColumnKind]) -> int:
    """Count cells that are just like those below them, which no name is."""
    return sum(
        column.is_strict and kind_of(cell) is column.kind
        for cell, column in zip(row, kinds, strict=False)
    )


def _contrasts(row: Sequence[Any], kinds: Sequence[ColumnKind]) -> int:
    """Count cells that are words above numbers, times or links."""
    words = {CellKind.WORD, CellKind.TEXT}
    return sum(
        column.is_strict and kind_of(cell) in words
        for cell, column in zip(row, kinds, strict=False)
    )


def _is_number(cell: Any) -> bool:
    return kind_of(cell) is CellKind.NUMBER


def _are_distinct(cells: Sequence[Any]) -> bool:
    return len({str(cell).strip().lower() for cell in cells}) == len(cells)


def _are_short(cells: Sequence[Any], kinds: Sequence[ColumnKind]) -> bool:
    """Detect names by their length alone: a few words each, above a column of sentences."""
    longest = max(len(str(cell).split()) for cell in cells)
    is_plain = not any(PUNCTUATION.search(str(cell)) or _is_number(cell) for cell in cells)
    sentences = max((column.words for column in kinds), default=0)
    return is_plain and longest <= MAX_NAME_WORDS and sentences >= max(4, 2 * longest)
