"""Parquet files, some rows at a time; every other column keeps its type and its values."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from airparadis.domain.file_faults import FileError, FileFault
from airparadis.files.legacy.files import CHUNK_ROWS, Chunk, Columns, place_of

MAX_UNPACKED_MB = 4_000
"""What a group of rows may unpack to: writers make them of a few hundred megabytes."""

_SAMPLE_ROWS = 50
_GROUP_ROWS = 50 * CHUNK_ROWS
_TYPES = (pa.string(), pa.float64(), pa.float64(), pa.bool_(), pa.string(), pa.string())


class ParquetSource:
    """A Parquet file."""

    def __init__(self, path: Path) -> None:
        """Read its footer.

        Raises:
            FileError: it is no Parquet file.
        """
        try:
            self._file = pq.ParquetFile(path, memory_map=False, buffer_size=1 << 20)
        except (OSError, ValueError) as error:  # ArrowInvalid is a ValueError
            raise FileError(FileFault.UNREADABLE, _one_line(error)) from None
        self.schema: Any = self._file.schema_arrow
        self.columns: Sequence[str] = tuple(self.schema.names)
        self.progress = 0.0
        self._check_unpacked()

    def _check_unpacked(self) -> None:
        """By what the footer says. One that lies, or few long texts told often, are for
        `strikes`."""
        metadata = self._file.metadata
        groups = (metadata.row_group(number) for number in range(metadata.num_row_groups))
        if any(each.total_byte_size > MAX_UNPACKED_MB * 1_000_000 for each in groups):
            self._file.close()
            raise FileError(FileFault.INFLATES, MAX_UNPACKED_MB)

    def sample(self) -> list[list[Any]]:
        """The first rows."""
        batch = next(self._batches(_SAMPLE_ROWS), None)
        return [] if batch is None else [list(row.values()) for row in batch.to_pylist()]

    def count(self) -> int:
        """Rows, which the footer tells."""
        return int(self._file.metadata.num_rows)

    def chunks(self, column: str, size: int = CHUNK_ROWS) -> Iterator[Chunk]:
        """All rows, `size` at a time but for the last; cells are record batches."""
        place = place_of(self.columns, column)
        if not _is_text(self.schema.field(place).type):
            raise FileError(FileFault.NOT_TEXT, column)
        total, done = max(self.count(), 1), 0
        for batch in self._batches(size):
            done += batch.num_rows
            self.progress = done / total
            yield Chunk(batch.column(place).to_pylist(), batch)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _batches(self, size: int) -> Iterator[Any]:
        """Batches of exactly `size` rows: Arrow's own may end with a group of rows."""
        waiting: list[Any] = []
        rows = 0
        try:
            for batch in self._file.iter_batches(size):
                waiting.append(batch)
                rows += batch.num_rows
                while rows >= size:
                    table = pa.Table.from_batches(waiting, self.schema)
                    yield table.slice(0, size).combine_chunks().to_batches()[0]
                    waiting, rows = table.slice(size).to_batches(), rows - size
        except (OSError, ValueError) as error:
            raise FileError(FileFault.UNREADABLE, _one_line(error)) from None
        if rows:
            yield pa.Table.from_batches(waiting, self.schema).combine_chunks().to_batches()[0]


class ParquetSink:
    """Writes a Parquet file of the same columns and those added."""

    def __init__(self, path: Path, schema: Any, added: Sequence[str]) -> None:
        fields = [pa.field(name, kind) for name, kind in zip(added, _TYPES, strict=True)]
        self._schema = pa.schema([*schema, *fields], metadata=_plain_metadata(schema))
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")
        self._waiting: list[Any] = []
        self._rows = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._flush()
        self._writer.close()

    def write(self, chunk: Chunk, columns: Columns) -> None:
        """Add the rows of a chunk."""
        added = (
            columns.label,
            columns.probability_negative,
            columns.probability_positive,
            columns.uncertain,
            columns.reason,
            columns.model_version,
        )
        arrays = [pa.array(each, kind) for each, kind in zip(added, _TYPES, strict=True)]
        cells = [*chunk.cells.columns, *arrays]
        self._waiting.append(pa.RecordBatch.from_arrays(cells, schema=self._schema))
        self._rows += chunk.size
        if self._rows >= _GROUP_ROWS:
            self._flush()

    def _flush(self) -> None:
        """Many rows make a group: small ones compress badly and read slowly."""
        if self._waiting:
            self._writer.write_table(pa.Table.from_batches(self._waiting, self._schema))
        self._waiting, self._rows = [], 0


def _is_text(kind: Any) -> bool:
    if pa.types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or kind == _view())


def _view() -> Any:
    return pa.string_view()


def _plain_metadata(schema: Any) -> Any:
    """What pandas wrote about its columns would not be true of ours."""
    metadata = dict(schema.metadata or {})
    metadata.pop(b"pandas", None)
    return metadata or None


def _one_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
