"""Reading Parquet files."""

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from airparadis.domain.file_faults import FileError, FileFault
from airparadis.files.arrow.block import ArrowBlock
from airparadis.files.bounds import (
    BLOCK_CHARACTERS,
    BLOCK_ROWS,
    MAX_COLUMNS,
    MAX_GROUP_MB,
    PREVIEW_ROWS,
)
from airparadis.files.guess.columns import text_column
from airparadis.files.guess.names import distinct_names
from airparadis.files.notes import Notes
from airparadis.files.streams import RawFile
from airparadis.files.table import Block, Layout, ReadOptions
from airparadis.files.writing import place_of

_BUFFER = 1 << 20
_MAX_DEPTH = 3


class ParquetSource:
    """A Parquet file that is read."""

    def __init__(self, raw: RawFile, options: ReadOptions) -> None:
        self.notes = Notes()
        self.progress = 0.0
        try:
            self._file = pq.ParquetFile(raw.file, memory_map=False, buffer_size=_BUFFER)
        except (OSError, ValueError) as error:  # ArrowInvalid is a ValueError
            raise FileError(FileFault.UNREADABLE, one_line(error)) from None
        self._check_bounds()
        schema: Any = self._file.schema_arrow
        if has_structs(schema):  # a table without rows loads pandas, which takes half a second
            schema = flattened(schema.empty_table()).schema
        self._schema = schema
        columns = distinct_names(schema.names, is_header=True)
        first = next(self._batches(PREVIEW_ROWS), None)
        self._sample = [] if first is None else ArrowBlock(1, first).rows()
        place = text_column(columns, self._sample)
        if options.column is not None:
            place = place_of(columns, options.column)
            if not is_text(schema.field(place).type):
                raise FileError(FileFault.NOT_TEXT, options.column)
        elif columns and pa.types.is_nested(schema.field(place).type):
            raise FileError(FileFault.NOT_TEXT, columns[place])
        self.layout = Layout("parquet", columns, place, rows=self._file.metadata.num_rows)

    def sample(self) -> Sequence[Sequence[Any]]:
        """Return the first rows."""
        return self._sample

    def blocks(self) -> Iterator[Block]:
        """Read all rows in blocks of one size, but for the last and for very long texts."""
        total, done = max(self.layout.rows or 0, 1), 0
        for batch in self._batches(BLOCK_ROWS):
            self.progress = min((done + batch.num_rows) / total, 1.0)
            for part in _parts(batch):
                yield ArrowBlock(done + 1, part)
                done += part.num_rows

    def _check_bounds(self) -> None:
        """Refuse by what the footer says; a false one meets the limit of memory."""
        metadata = self._file.metadata
        if metadata.num_columns > MAX_COLUMNS:
            raise FileError(FileFault.TOO_MANY_COLUMNS, f"{MAX_COLUMNS:,}")
        groups = (metadata.row_group(number) for number in range(metadata.num_row_groups))
        if any(group.total_byte_size > MAX_GROUP_MB * 1_000_000 for group in groups):
            raise FileError(FileFault.INFLATES, MAX_GROUP_MB)

    def _batches(self, size: int) -> Iterator[Any]:
        """Read batches of exactly `size` rows: Arrow's own may end with a group of rows."""
        schema = self._schema
        is_flat = schema.equals(self._file.schema_arrow)
        waiting: list[Any] = []
        rows = 0
        try:
            for batch in self._file.iter_batches(size, use_threads=False):
                waiting += [batch] if is_flat else flattened(batch).to_batches()
                rows += batch.num_rows
                while rows >= size:
                    table = pa.Table.from_batches(waiting, schema)
                    yield table.slice(0, size).combine_chunks().to_batches()[0]
                    waiting, rows = table.slice(size).to_batches(), rows - size
        except (OSError, ValueError) as error:
            raise FileError(FileFault.UNREADABLE, one_line(error)) from None
        if rows:
            yield pa.Table.from_batches(waiting, schema).combine_chunks().to_batches()[0]


def flattened(rows: Any) -> Any:
    """Return a table with a column for each field of a struct, such as "user.name"."""
    table = rows if isinstance(rows, pa.Table) else pa.Table.from_batches([rows])
    for _ in range(_MAX_DEPTH):
        if has_structs(table.schema):
            table = table.flatten()
    return table


def has_structs(schema: Any) -> bool:
    """Return whether a column holds objects of several fields."""
    return any(pa.types.is_struct(field.type) for field in schema)


def is_text(kind: Any) -> bool:
    """Detect a type whose values are texts."""
    if pa.types.is_dictionary(kind):
        return is_text(kind.value_type)
    return bool(
        pa.types.is_string(kind) or pa.types.is_large_string(kind) or kind == pa.string_view()
    )


def one_line(error: Exception) -> str:
    """Return the first line of what Arrow says."""
    return str(error).partition("\n")[0]


def _parts(batch: Any) -> Iterator[Any]:
    """Halve a batch until it is small enough to travel."""
    if batch.num_rows > 1 and batch.get_total_buffer_size() > 8 * BLOCK_CHARACTERS:
        half = batch.num_rows // 2
        for part in (batch.slice(0, half), batch.slice(half)):
            yield from _parts(pa.Table.from_batches([part]).combine_chunks().to_batches()[0])
    else:
        yield batch
