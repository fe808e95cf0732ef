"""The dialect of delimited text: how lines are split into cells."""

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from airparadis.files.table import NO_DELIMITER

NEVER = "\0"
"""A delimiter that parts nothing; no text has it."""

_ESCAPED = re.compile(r'(?<!\\)((?:\\\\)*)\\"')


@dataclass(frozen=True, slots=True)
class Dialect:
    """Delimiter and quotation marks."""

    delimiter: str = ","
    """`NO_DELIMITER` for one cell a line."""
    quote: str | None = '"'
    """None where quotation marks are letters like others."""
    skips_blanks: bool = False
    """Whether a blank follows each delimiter."""
    has_backslashes: bool = False
    r"""Whether quotation marks in a text are written \"."""

    @property
    def parting(self) -> str:
        """The delimiter, or one that never occurs."""
        return NEVER if self.delimiter == NO_DELIMITER else self.delimiter

    @property
    def suits_columns(self) -> bool:
        """Whether Arrow, which parses columns, reads it as it is meant."""
        is_plain = not self.skips_blanks and not self.has_backslashes
        return is_plain and self.delimiter != NO_DELIMITER and self.delimiter.isascii()

    def reader(self, lines: Any) -> Any:
        """Return a CSV reader that refuses quotation marks which are not in their place."""
        return csv.reader(
            lines,
            delimiter=self.parting,
            quotechar=self.quote,
            quoting=csv.QUOTE_NONE if self.quote is None else csv.QUOTE_MINIMAL,
            skipinitialspace=self.skips_blanks,
            strict=True,
        )


def double_quotes(line: str) -> str:
    r"""Write \" as CSV does, ""."""
    return _ESCAPED.sub(r'\1""', line) if '\\"' in line else line


def split_leniently(text: str, dialect: Dialect) -> tuple[list[str], bool]:
    """Part a record whose quotation marks are not in their place.

    A quotation mark closes a cell only where a delimiter or the end follows; others are letters.

    Returns:
        The cells, and whether every quotation mark that opens a cell is closed again.
    """
    text = text.rstrip("\r\n")
    cells, place, is_closed = list[str](), 0, True
    while place <= len(text):
        cell, place, is_whole = _next_cell(text, place, dialect)
        cells.append(cell)
        is_closed = is_closed and is_whole
    return cells, is_closed


def split_plainly(line: str, dialect: Dialect) -> list[str]:
    """Part a line at every delimiter."""
    cells = line.rstrip("\r\n").split(dialect.parting)
    return [cell.lstrip(" ") for cell in cells] if dialect.skips_blanks else cells


def _next_cell(text: str, place: int, dialect: Dialect) -> tuple[str, int, bool]:
    """Return a cell, where the next one begins, and whether its quotation marks are paired."""
    quote, delimiter = dialect.quote, dialect.parting
    start = place
    while dialect.skips_blanks and text[start : start + 1] == " ":
        start += 1
    if quote is not None and text[start : start + 1] == quote:
        for marks in _closing(quote, delimiter).finditer(text, start + 1):
            if len(marks[1]) % 2:
                inner = text[start + 1 : marks.end(1) - 1]
                return inner.replace(quote * 2, quote), marks.end(), True
    end = text.find(delimiter, place)
    end = len(text) if end < 0 else end
    cell = text[start:end]
    is_paired = quote is None or not cell.startswith(quote) or cell.count(quote) % 2 == 0
    return cell, end + 1, is_paired


@lru_cache(64)
def _closing(quote: str, delimiter: str) -> re.Pattern[str]:
    """Quotation marks before a delimiter or the end; an odd number of them closes a cell."""
    mark, end = re.escape(quote), re.escape(delimiter)
    return re.compile(rf"({mark}+)[ ]*(?:{end}|\Z)")
