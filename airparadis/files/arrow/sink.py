"""Writing Parquet files."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from airparadis.domain.file_faults import FileError, FileFault
from airparadis.files.bounds import BLOCK_ROWS
from airparadis.files.table import Added, Block, Layout, WriteOptions

_GROUP_ROWS = 50 * BLOCK_ROWS
_TYPES = {str: pa.string(), float: pa.float64(), bool: pa.bool_()}


class ParquetSink:
    """Writes the columns that were read, each with its type, and those added.

    What other formats read has no types: its cells are written as texts.
    """

    def __init__(
        self,
        path: Path,
        layout: Layout,
        added: Sequence[Added],
        options: WriteOptions,  # noqa: ARG002 (no cell of Parquet is a formula)
    ) -> None:
        self._path = path
        self._columns = layout.columns
        self._added = [pa.field(column.name, _TYPES[column.kind]) for column in added]
        self._writer: Any = None
        self._schema: Any = None
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
            if self._writer is None:
                self._begin(pa.schema([pa.field(name, pa.string()) for name in self._columns]))
            self._flush()
        if self._writer is not None:
            self._writer.close()

    def write(self, block: Block, added: Sequence[Sequence[Any]]) -> None:
        """Add rows."""
        batch = block.cells
        if not isinstance(batch, pa.RecordBatch):
            raise FileError(FileFault.UNREADABLE, "Parquet is written from Parquet only")
        if self._writer is None:
            self._begin(batch.schema)
        arrays = [
            pa.array(values, column.type) for values, column in zip(added, self._added, strict=True)
        ]
        cells = [*batch.columns, *arrays]
        self._waiting.append(pa.RecordBatch.from_arrays(cells, schema=self._schema))
        self._rows += len(block)
        if self._rows >= _GROUP_ROWS:
            self._flush()

    def _begin(self, schema: Any) -> None:
        fields = [*schema, *self._added]
        self._schema = pa.schema(fields, metadata=_plain_metadata(schema))
        self._writer = pq.ParquetWriter(self._path, self._schema, compression="zstd")

    def _flush(self) -> None:
        """Make a group of many rows: small ones compress badly and read slowly."""
        if self._waiting:
            self._writer.write_table(pa.Table.from_batches(self._waiting, self._schema))
        self._waiting, self._rows = [], 0


def _plain_metadata(schema: Any) -> Any:
    """Drop what pandas wrote about its columns: it would not be true of ours."""
    metadata = dict(schema.metadata or {})
    metadata.pop(b"pandas", None)
    return metadata or None
