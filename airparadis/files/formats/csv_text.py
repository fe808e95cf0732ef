"""CSV, TSV and plain text: cells parted by a delimiter, or one tweet a line."""

from collections.abc import Sequence
from pathlib import Path

from airparadis.files.streams import RawFile
from airparadis.files.table import Added, Layout, ReadOptions, Sink, Source, WriteOptions


class CsvFormat:
    """Delimited text, which is what any other text is taken for."""

    name = "csv"
    suffixes: tuple[str, ...] = (".csv", ".tsv", ".txt", ".tab")
    media_type = "text/csv; charset=utf-8"

    def recognises(self, head: bytes, suffix: str) -> bool:  # noqa: ARG002 (the last resort)
        """Take what no other format has recognised."""
        return True

    def open(self, raw: RawFile, options: ReadOptions) -> Source:
        """Guess how a text is written, as far as nobody said."""
        from airparadis.files.delimited.source import CsvSource

        return CsvSource(raw, options)

    def create(
        self, path: Path, layout: Layout, added: Sequence[Added], options: WriteOptions
    ) -> Sink:
        """Write UTF-8 with the delimiter that the file had."""
        from airparadis.files.delimited.sink import CsvSink

        return CsvSink(path, layout, added, options)
