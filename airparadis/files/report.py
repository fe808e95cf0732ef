"""The report on a file that was read, in English, for the terminal."""

from collections.abc import Mapping, Sequence

from airparadis.files.notes import Flaw, Notes, Repair
from airparadis.files.table import NO_DELIMITER, Layout

MAX_SHOWN = 8
"""Lines, rows or names that a sentence gives."""

_DELIMITERS = {NO_DELIMITER: "one tweet a line", "\t": "parted by tabs", ",": "parted by commas"}

NOTES: Mapping[str, str] = {
    Flaw.EXTRA_CELLS: "more cells than columns, not scored: {lines}",
    Flaw.UNCLOSED_QUOTE: "a quotation mark that is never closed, not scored: {lines}",
    Flaw.TOO_LONG: "longer than a million characters, not scored: {lines}",
    Flaw.REPEATED_HEADER: "the header again, not scored: {lines}",
    Flaw.NOT_JSON: "no JSON object, not scored: {lines}",
    Repair.REBUILT: "text put together again around unquoted delimiters: {lines}",
    Repair.SURPLUS_BLANKS: "blank cells at the end left out: {lines}",
    Repair.SHORT_ROWS: "too few cells, filled up: {lines}",
    Repair.LOOSE_QUOTES: "quotation marks within the text: {lines}",
    Repair.BACKSLASH_QUOTES: "backslashes before quotation marks: {lines}",
    Repair.WRAPPED_LINES: "quotation marks around each line as a whole taken off",
    Repair.WESTERN_BYTES: "bytes that are no UTF-8, read as Windows-1252: {count}",
    Repair.ABOVE_HEADER: "above the header, not read: {names}",
    Repair.SEPARATOR_LINE: "Excel's line sep= skipped",
    Repair.UNCOMPUTED: "formulas that were never calculated, taken as empty: {count}",
    Repair.LATE_CELLS: "cells right of the last column, kept right of the result: {lines}",
    Repair.OTHER_SHEETS: "other sheets, not read: {names}",
    Repair.HIDDEN_SHEETS: "hidden sheets, not read: {names}",
    Repair.ROUNDED_IDS: "rounded by a spreadsheet, so no identifiers any more: column {names}",
}


def sentences(layout: Layout, notes: Notes) -> list[str]:
    """Say how a file was read, then what was mended or left out."""
    found = [_sentence(note, notes) for note in NOTES if notes.counts.get(note)]
    return [_how(layout), *found]


def _how(layout: Layout) -> str:
    parts = [layout.format + (", gzip" if layout.is_packed else "")]
    if layout.encoding:
        parts.append(layout.encoding)
    if layout.delimiter is not None:
        parts.append(_DELIMITERS.get(layout.delimiter, f"parted by {layout.delimiter}"))
    if layout.sheet is not None:
        parts.append(f"sheet {layout.sheet}")
    if not layout.has_header:
        parts.append("no header")
    return "read as " + ", ".join(parts)


def _sentence(note: str, notes: Notes) -> str:
    names: Sequence[str | int] = notes.named.get(note, [])
    count = notes.counts[note]
    shown = ", ".join(map(str, names[:MAX_SHOWN])) + (", …" if count > MAX_SHOWN else "")
    lines = f"line {shown}" if count == 1 else f"{count:,} lines ({shown})"
    return NOTES[note].format(count=f"{count:,}", names=shown, lines=lines)
