"""Kinds of values in cells and columns."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any

from airparadis.files.cells import is_nothing

MAX_DISTINCT = 20
_STRICT_SHARE = 0.9


class CellKind(StrEnum):
    """Kinds of cells, as far as they help to tell columns apart."""

    EMPTY = "empty"
    NUMBER = "number"
    TIME = "time"
    LINK = "link"
    MARKUP = "markup"
    HANDLE = "handle"
    WORD = "word"
    TEXT = "text"


STRICT = frozenset({CellKind.NUMBER, CellKind.TIME, CellKind.LINK, CellKind.MARKUP})
"""Kinds that a name of a column is not, and prose is not either."""

_NUMBER = re.compile(
    r"""[=]?["']?[+-]?(\d[\d ,.'\u00a0\u202f]*)([eE][+-]?\d+)?\s?[%€$£]?["']?""", re.VERBOSE
)
_MONTHS = "jan|feb|fév|mar|apr|avr|may|mai|jun|juin|jul|juil|aug|aoû|sep|oct|nov|dec|déc"
_TIME = re.compile(
    rf"""
    \d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?:[T\ ].{{0,30}})?   # 2024-01-31T10:00:00Z
    | \d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}(?:,?\ .{{0,24}})? # 31/01/2024 10:00
    | \d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\ ?[ap]\.?m\.?)?        # 10:00:00
    | [a-z]{{2,9}}\.?,?\ (?:{_MONTHS})\w{{0,6}}\.?\ \d{{1,2}}\b.{{0,26}}  # Wed Oct 10 20:19:24 …
    | (?:[a-z]{{2,9}}\.?,?\ )?\d{{1,2}}\ (?:{_MONTHS})\w{{0,6}}\.?,?\ \d{{4}}\b.{{0,24}}
    | (?:{_MONTHS})\w{{0,6}}\.?\ \d{{1,2}},?\ \d{{4}}\b.{{0,24}}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_MARKUP = re.compile(r"<(\w+)[\s>].*</\1>|<\w+[^<>]*/>", re.DOTALL)
_HANDLE = re.compile(r"@\w{1,30}")


def kind_of(cell: Any) -> CellKind:
    """Return the kind of a cell, typed or as text."""
    if isinstance(cell, bool):
        return CellKind.WORD
    if isinstance(cell, int | float):
        return CellKind.NUMBER
    if isinstance(cell, date | time):
        return CellKind.TIME
    if isinstance(cell, list | tuple | dict):
        return CellKind.MARKUP
    return _kind_of_text("" if cell is None else str(cell).strip())


def _kind_of_text(text: str) -> CellKind:
    if not text or is_nothing(text):
        return CellKind.EMPTY
    if len(text) <= 60:
        for kind, pattern in ((CellKind.TIME, _TIME), (CellKind.NUMBER, _NUMBER)):
            if pattern.fullmatch(text):
                return kind
    for kind, pattern in ((CellKind.LINK, _LINK), (CellKind.HANDLE, _HANDLE)):
        if pattern.fullmatch(text):
            return kind
    if text[0] == "<" and _MARKUP.fullmatch(text):
        return CellKind.MARKUP
    return CellKind.TEXT if any(character.isspace() for character in text) else CellKind.WORD


@dataclass(frozen=True, slots=True)
class ColumnKind:
    """The kind and statistics of a column's cells."""

    kind: CellKind
    """The kind of nine in ten of those that are not empty; TEXT if there is none."""
    text_share: float
    words: float
    """Mean number of words of a cell that is not empty."""
    filled: int
    values: frozenset[str] | None
    """All values, where the same few come again and again."""
    digits: frozenset[int]
    """Usual numbers of digits of its numbers."""

    @property
    def is_strict(self) -> bool:
        """Whether it holds numbers, times, links or markup throughout."""
        return self.kind in STRICT and self.filled > 0

    def admits(self, cell: str) -> bool:
        """Return whether a cell is like the others of the column."""
        kind = kind_of(cell)
        if kind is CellKind.EMPTY:
            return True
        if self.values is not None:
            return cell.strip() in self.values
        return kind is self.kind and kind is not CellKind.TEXT


def column_kind(cells: Iterable[Any]) -> ColumnKind:
    """Look at the cells of a column."""
    pairs = [(kind, cell) for cell in cells if (kind := kind_of(cell)) is not CellKind.EMPTY]
    counts = Counter(kind for kind, _ in pairs)
    kind, number = counts.most_common(1)[0] if counts else (CellKind.EMPTY, 0)
    filled = len(pairs)
    texts = [str(cell) for kind, cell in pairs if kind in {CellKind.TEXT, CellKind.WORD}]
    distinct = frozenset(text.strip() for text in texts)
    is_category = filled >= 4 and len(texts) == filled and len(distinct) * 2 <= filled
    return ColumnKind(
        kind if number >= _STRICT_SHARE * filled else CellKind.TEXT,
        counts[CellKind.TEXT] / max(filled, 1),
        sum(len(str(cell).split()) for _, cell in pairs) / max(filled, 1),
        filled,
        distinct if is_category and len(distinct) <= MAX_DISTINCT else None,
        _usual_digits([str(cell).strip() for kind, cell in pairs if kind is CellKind.NUMBER]),
    )


def _usual_digits(numbers: Sequence[str]) -> frozenset[int]:
    """Return the lengths that one number in ten has at least."""
    counts = Counter(map(len, numbers))
    return frozenset(length for length, count in counts.items() if count * 10 >= len(numbers))


def column_kinds(rows: Sequence[Sequence[Any]], width: int) -> tuple[ColumnKind, ...]:
    """Look at the columns of some rows, which may be shorter or longer."""
    return tuple(
        column_kind(row[place] for row in rows if place < len(row)) for place in range(width)
    )
