r"""Records whose quotation marks are not in their place."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass

from airparadis.files.delimited.dialect import (
    Dialect,
    double_quotes,
    split_leniently,
    split_plainly,
)
from airparadis.files.delimited.lines import is_cut
from airparadis.files.delimited.shape import Shape
from airparadis.files.notes import Flaw, Repair

MAX_LOOSE_LINES = 20
"""Maximum lines of a record that is read in spite of misplaced quotation marks."""

_SHOWN = 1_000
"""Characters of a line that is too long."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A record, how many lines it takes, and what was wrong or mended."""

    row: list[str]
    lines: int = 1
    flaw: Flaw | None = None
    repair: Repair | None = None


def mend(
    lines: Sequence[str], start: int, dialect: Dialect, shape: Shape | None, *, is_last: bool
) -> Mended | None:
    """Read the record that begins with a line.

    Args:
        lines: those that are read so far.
        start: the place of its first line.
        dialect: how cells are parted.
        shape: what rows look like, None while that is not known.
        is_last: whether there are no lines after these.

    Returns:
        The record; None if that depends on the lines to come.
    """
    line = lines[start]
    if is_cut(line):
        return Mended(split_plainly(line[:_SHOWN], dialect), flaw=Flaw.TOO_LONG)
    row = _with_backslashes(line, dialect)
    if row is not None:
        return Mended(row, repair=Repair.BACKSLASH_QUOTES)
    cells, is_closed = split_leniently(line, dialect)
    if is_closed:
        return Mended(cells, repair=Repair.LOOSE_QUOTES if dialect.quote else None)
    if shape is not None:
        if not is_last and start + MAX_LOOSE_LINES > len(lines):
            return None
        found = _loose_lines(lines[start : start + MAX_LOOSE_LINES], dialect, shape)
        if found is not None:
            return found
    return Mended(split_plainly(line, dialect), flaw=Flaw.UNCLOSED_QUOTE)


def swallows(lines: Sequence[str], shape: Shape | None) -> bool:
    """Detect records swallowed by an unclosed quote: lines of a record that are rows themselves."""
    if shape is None:
        return False
    return any(shape.is_record(line, lines[0]) for line in lines[1:])


def _with_backslashes(line: str, dialect: Dialect) -> list[str] | None:
    r"""Take \" for a quotation mark within a cell."""
    if dialect.quote is None or dialect.has_backslashes or '\\"' not in line:
        return None
    try:
        row: list[str] = next(dialect.reader([double_quotes(line)]))
    except csv.Error:
        return None
    return row


def _loose_lines(lines: Sequence[str], dialect: Dialect, shape: Shape) -> Mended | None:
    """Put lines together until they make a row, none of them being a record itself."""
    text = lines[0]
    for number, line in enumerate(lines[1:], 2):
        if shape.is_record(line, lines[0]):
            return None
        text += line
        cells, is_closed = split_leniently(text, dialect)
        if is_closed:
            fits = len(cells) == shape.width
            return Mended(cells, number, repair=Repair.LOOSE_QUOTES) if fits else None
    return None
