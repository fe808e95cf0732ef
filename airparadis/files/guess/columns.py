"""Detection of the column with the tweets: its name counts most, its cells decide."""

from collections.abc import Sequence
from typing import Any

from airparadis.files.guess.kinds import CellKind, ColumnKind, column_kinds
from airparadis.files.guess.names import text_rank

_SHARE_WEIGHT = 40.0
_MAX_WORDS = 20.0
_NOT_PROSE = frozenset(
    {CellKind.NUMBER, CellKind.TIME, CellKind.LINK, CellKind.MARKUP, CellKind.HANDLE}
)


def text_column(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> int:
    """Return the place of the column with the tweets; 0 where no column looks like one.

    Args:
        columns: names, "column_1" and so on where the table has none.
        rows: some of them, to look at.
    """
    kinds = column_kinds(rows, len(columns))
    scores = [_score(name, kind) for name, kind in zip(columns, kinds, strict=True)]
    return scores.index(max(scores)) if scores else 0


def _score(name: str, column: ColumnKind) -> float:
    if column.filled == 0:
        return text_rank(name) - 30.0
    if column.kind in _NOT_PROSE:
        return text_rank(name) - 80.0
    return text_rank(name) + _SHARE_WEIGHT * column.text_share + min(column.words, _MAX_WORDS)
