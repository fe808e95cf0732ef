"""Columns of identifiers that a spreadsheet rounded, so that they name no tweet any more."""

from collections.abc import Iterator, Sequence
from typing import Any

from airparadis.files.guess.names import tokens
from airparadis.files.ids import RoundedIdError, are_rounded, read_id

_NAMES = frozenset({"id", "ids", "idstr", "identifiant", "identifier"})


def rounded_columns(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Iterator[str]:
    """Name the columns of rounded identifiers, by some rows."""
    for place, name in enumerate(columns):
        if _NAMES & set(tokens(name)):
            cells = [row[place] for row in rows if place < len(row)]
            if are_rounded(cells) or any(map(_is_rounded, cells)):
                yield name


def _is_rounded(cell: Any) -> bool:
    try:
        read_id(cell)
    except RoundedIdError:
        return True
    return False
