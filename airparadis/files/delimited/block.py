"""Rows of texts: in lists or, where all was well-formed, in columns."""

import marshal
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

from airparadis.files.notes import Flaw
from airparadis.files.table import Block


class TextBlock(Block):
    """Rows of strings, which travel between processes faster than others."""

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (self.first, marshal.dumps(self.cells), dict(self.flaws))


class ColumnBlock(Block):
    """A record batch of strings; only the columns that are used become Python's."""

    __slots__ = ()

    def rows(self) -> Sequence[Sequence[str]]:
        """Return the cells row by row."""
        return rows_of(self.cells)

    def column(self, place: int) -> Sequence[str]:
        """Return the cells of a column."""
        cells: Sequence[str] = self.cells.column(place).to_pylist()
        return cells

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored_columns, (self.first, self.cells.num_columns, self.cells.serialize())


class RowQueue:
    """Rows that wait until there are enough of them for a block."""

    def __init__(self) -> None:
        self._pieces: deque[Any] = deque()
        """Lists of rows, and record batches."""
        self._rows = 0

    def __len__(self) -> int:
        return self._rows

    def add(self, rows: Any) -> None:
        """Add a list of rows, or a record batch."""
        self._pieces.append(rows)
        self._rows += len(rows)

    def take(self, first: int, size: int, flaws: Mapping[int, Flaw]) -> Block:
        """Take `size` rows, at most as many as there are."""
        pieces = list[Any]()
        self._rows -= size
        while size:
            piece = self._pieces.popleft()
            if len(piece) > size:
                self._pieces.appendleft(piece[size:])
                piece = piece[:size]
            pieces.append(piece)
            size -= len(piece)
        if any(isinstance(piece, list) for piece in pieces):
            return TextBlock(first, [row for piece in pieces for row in rows_of(piece)], flaws)
        return ColumnBlock(first, _joined(pieces))


def rows_of(piece: Any) -> Sequence[Sequence[str]]:
    """Return the rows of a list of them, or of a record batch."""
    if isinstance(piece, list):
        return piece
    return list(map(list, zip(*(column.to_pylist() for column in piece.columns), strict=True)))


def _joined(batches: Sequence[Any]) -> Any:
    if len(batches) == 1:
        return batches[0]
    import pyarrow as pa  # half a second to import, and only large files have columns

    return pa.Table.from_batches(batches).combine_chunks().to_batches()[0]


def _restored(first: int, cells: bytes, flaws: Mapping[int, Flaw]) -> TextBlock:
    return TextBlock(first, marshal.loads(cells), flaws)  # noqa: S302 (our own child's words)


def _restored_columns(first: int, width: int, cells: Any) -> ColumnBlock:
    import pyarrow as pa

    schema = pa.schema([pa.field(str(place), pa.string()) for place in range(width)])
    return ColumnBlock(first, pa.ipc.read_record_batch(pa.py_buffer(cells), schema))
