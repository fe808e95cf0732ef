"""Parquet files: some rows at a time; every other column keeps its type and its values."""

from collections.abc import Sequence
from pathlib import Path

from airparadis.files.signatures import PARQUET
from airparadis.files.streams import RawFile
from airparadis.files.table import Added, Layout, ReadOptions, Sink, Source, WriteOptions


class ParquetFormat:
    """Apache Parquet."""

    name = "parquet"
    suffixes: tuple[str, ...] = (".parquet", ".pq")
    media_type = "application/vnd.apache.parquet"

    def recognises(self, head: bytes, suffix: str) -> bool:  # noqa: ARG002 (its bytes tell)
        """Recognise the four letters that each file begins with."""
        return head.startswith(PARQUET)

    def open(self, raw: RawFile, options: ReadOptions) -> Source:
        """Read the footer."""
        from airparadis.files.arrow.source import ParquetSource  # half a second to import

        return ParquetSource(raw, options)

    def create(
        self, path: Path, layout: Layout, added: Sequence[Added], options: WriteOptions
    ) -> Sink:
        """Write the columns that were read and those added."""
        from airparadis.files.arrow.sink import ParquetSink

        return ParquetSink(path, layout, added, options)
