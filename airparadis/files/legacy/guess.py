"""What a file does not say of itself: encoding, delimiter, header, and where the text is."""

import codecs
import csv
import io
from collections.abc import Sequence
from statistics import mean
from typing import Any

from airparadis.domain.file_faults import FileError, FileFault

ENCODINGS = ("utf-8", "cp1252", "latin-1", "utf-16")
"""What pages offer; commands take every encoding that Python knows."""

DELIMITERS = (",", ";", "\t", "|")
_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_NAMES: Sequence[str] = (
    "text",
    "full_text",
    "tweet",
    "tweet_text",
    "texte",
    "message",
    "content",
    "contenu",
    "body",
)
_LONGEST_NAME = 60
_ROWS = 50


def encoding_of(sample: bytes) -> str:
    """By a byte order mark; else UTF-8 if it is; else what Western Windows writes."""
    for mark, name in _MARKS.items():
        if sample.startswith(mark):
            return name
    try:
        # the sample may end within a character
        codecs.getincrementaldecoder("utf-8")("strict").decode(sample)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def reading(encoding: str) -> str:
    """The codec to read with: a byte order mark is no part of the first cell.

    Raises:
        FileError: there is no such encoding of text.
    """
    try:
        name = codecs.lookup(encoding).name
        io.TextIOWrapper(io.BytesIO(), encoding=name)
    except (LookupError, ValueError):
        raise FileError(FileFault.ENCODING, encoding) from None
    return "utf-8-sig" if name == "utf-8" else name


def delimiter_of(text: str) -> str:
    """The one that parts most rows of the sample into as many cells as the first, and several."""
    return max(DELIMITERS, key=lambda each: _evenness(text, each))


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    rows = first_rows(text, delimiter)
    if not rows or len(rows[0]) < 2:
        return 0.0, 0
    width = len(rows[0])
    return sum(len(row) == width for row in rows) / len(rows), width


def first_rows(text: str, delimiter: str) -> list[list[str]]:
    """Whole rows at the beginning of a sample."""
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) > _ROWS:
                break
    except csv.Error:
        pass
    return [row for row in rows[:_ROWS] if row]


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: short, distinct, and none of them a number."""
    if not rows:
        return False
    first = [cell.strip() for cell in rows[0]]
    named = [cell for cell in first if cell]
    return (
        bool(named)
        and len(set(named)) == len(named)
        and all(len(cell) <= _LONGEST_NAME and not _is_number(cell) for cell in named)
        and (len(rows) == 1 or len(first) > 1 or first[0].lower() in _NAMES or _is_word(first[0]))
    )


def names_of(first: Sequence[Any], *, is_header: bool) -> tuple[str, ...]:
    """Names of columns, distinct and none empty: a nameless one is told by its number."""
    names: dict[str, None] = {}
    for number, cell in enumerate(first, 1):
        name = str(cell).replace("\0", "").strip() if is_header and cell is not None else ""
        name = name or f"column_{number}"
        while name in names:
            name = f"{name}_{number}"
        names[name] = None
    return tuple(names)


def text_column(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """The column whose name says so, or else the one with the longest texts."""
    by_name = {name.lower(): name for name in reversed(columns)}
    for name in _NAMES:
        if name in by_name:
            return by_name[name]
    lengths = [_length(place, rows) for place in range(len(columns))]
    return columns[lengths.index(max(lengths))] if lengths else ""


def _length(place: int, rows: Sequence[Sequence[Any]]) -> float:
    cells = [row[place] for row in rows if place < len(row)]
    return mean(len(cell) if isinstance(cell, str) else 0 for cell in cells) if cells else 0.0


def _is_number(cell: str) -> bool:
    try:
        float(cell.replace(",", "."))
    except ValueError:
        return False
    return True


def _is_word(cell: str) -> bool:
    return cell.replace("_", "").isalnum()
