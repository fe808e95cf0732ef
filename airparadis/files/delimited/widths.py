"""Rows that are wider than the header: whose the surplus is, and what the columns hold."""

from collections.abc import Sequence

from airparadis.files.guess.kinds import CellKind, ColumnKind, column_kind, column_kinds
from airparadis.files.guess.names import is_text_name

_NEARLY_ALL = 0.9


def widened(names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Add nameless columns where nearly every row has cells that the header does not name.

    They stand before the named ones if only so the tweets come under their name: data frames are
    written with a number before each row and none above it. Surplus cells that read like prose
    belong to a text with unquoted delimiters and make no column.
    """
    width = len(names)
    wider = [row for row in rows if len(row) > width and any(map(str.strip, row[width:]))]
    surplus = {len(row) - width for row in wider}
    if len(wider) < max(2, _NEARLY_ALL * len(rows)) or len(surplus) != 1:
        return list(names)
    number = surplus.pop()
    kinds = column_kinds(wider, width + number)
    if number == 1 and _is_shifted(names, kinds):
        return ["", *names]
    has_prose = any(column.kind is CellKind.TEXT for column in kinds[width:])
    has_blanks = any(cell.startswith(" ") for row in wider for cell in row[width:])
    return list(names) if has_prose or has_blanks else [*names, *[""] * number]


def kinds_around(
    rows: Sequence[Sequence[str]], width: int, text_column: int
) -> tuple[ColumnKind, ...]:
    """Look at the columns of the rows that have the width.

    If none has, those right of the tweets are counted from the right: the surplus is in the text.
    """
    fitting = [row for row in rows if len(row) == width]
    if fitting:
        return column_kinds(fitting, width)
    right = width - text_column - 1
    left = column_kinds(rows, text_column + 1)
    wider = [row for row in rows if len(row) > width]
    return (
        *left,
        *(column_kind(row[len(row) - right + place] for row in wider) for place in range(right)),
    )


def _is_shifted(names: Sequence[str], kinds: Sequence[ColumnKind]) -> bool:
    """Detect text one place right of the name of a text column."""
    for place, name in enumerate(names):
        if is_text_name(name):
            return kinds[place].text_share < kinds[place + 1].text_share
    return False
