"""Rows of a Parquet file."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from airparadis.files.cells import text_of
from airparadis.files.table import Block


class ArrowBlock(Block):
    """A record batch."""

    __slots__ = ()

    def __len__(self) -> int:
        return int(self.cells.num_rows)

    def rows(self) -> Sequence[Sequence[Any]]:
        """Return the cells row by row."""
        columns = [_values(column) for column in self.cells.columns]
        return list(zip(*columns, strict=True))

    def column(self, place: int) -> Sequence[Any]:
        """Return the cells of a column."""
        return _values(self.cells.column(place))

    def texts(self, place: int) -> list[str | None]:
        """Return the texts of a column."""
        return [text_of(cell) for cell in self.column(place)]


def _values(column: Any) -> Sequence[Any]:
    """Return Python values: times to the microsecond, None where Python has no such time."""
    kind = column.type
    if pa.types.is_timestamp(kind) and kind.unit == "ns":
        column = column.cast(pa.timestamp("us", kind.tz), safe=False)
    try:
        values: Sequence[Any] = column.to_pylist()
    except (ValueError, OverflowError):
        return [_value(scalar) for scalar in column]
    return values


def _value(scalar: Any) -> Any:
    try:
        return scalar.as_py()
    except (ValueError, OverflowError):
        return None
