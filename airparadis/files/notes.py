"""Notes on a file that was read: its flawed rows, and the repairs."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from airparadis.files.bounds import MAX_NAMED


class Flaw(StrEnum):
    """A reason why a row's cells may not belong to their columns."""

    EXTRA_CELLS = "extra_cells"
    UNCLOSED_QUOTE = "unclosed_quote"
    TOO_LONG = "too_long"
    REPEATED_HEADER = "repeated_header"
    NOT_JSON = "not_json"


class Repair(StrEnum):
    """A repair or an omission that harms no tweet."""

    REBUILT = "rebuilt"
    """Rows whose text held unquoted delimiters."""
    SURPLUS_BLANKS = "surplus_blanks"
    """Rows that ended in delimiters without anything after them."""
    SHORT_ROWS = "short_rows"
    LOOSE_QUOTES = "loose_quotes"
    """Rows with quotation marks that are letters of the text."""
    BACKSLASH_QUOTES = "backslash_quotes"
    WRAPPED_LINES = "wrapped_lines"
    """Quotation marks around each line as a whole."""
    WESTERN_BYTES = "western_bytes"
    """Bytes that are no UTF-8 and were read as Windows-1252."""
    ABOVE_HEADER = "above_header"
    """Lines above the header, each named."""
    SEPARATOR_LINE = "separator_line"
    """Excel's line "sep=;"."""
    UNCOMPUTED = "uncomputed"
    """Formulas of a sheet without a value."""
    LATE_CELLS = "late_cells"
    """Rows of a sheet with cells right of its last column."""
    OTHER_SHEETS = "other_sheets"
    HIDDEN_SHEETS = "hidden_sheets"
    ROUNDED_IDS = "rounded_ids"
    """Columns whose numbers a spreadsheet rounded."""


@dataclass
class Notes:
    """Flaws and repairs found while reading: all counted, the first of them named."""

    counts: Counter[str] = field(default_factory=Counter)
    named: dict[str, list[str | int]] = field(default_factory=dict)
    """Line or row numbers, or names of sheets, columns and lines, `MAX_NAMED` of a kind."""

    def add(self, note: Flaw | Repair, *names: str | int, count: int = 1) -> None:
        """Count something, and name where or what it is."""
        self.counts[note.value] += count
        known = self.named.setdefault(note.value, [])
        known.extend(names[: MAX_NAMED - len(known)])

    def name(self, note: Flaw | Repair, names: Iterable[str]) -> None:
        """Count and name several things."""
        for name in names:
            self.add(note, name)

    def as_json(self) -> dict[str, Any]:
        """Give what a database or a report keeps."""
        return {"counts": dict(self.counts), "named": {k: v for k, v in self.named.items() if v}}
