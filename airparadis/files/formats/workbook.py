"""Excel workbooks (.xlsx): one sheet, row by row."""

from collections.abc import Sequence
from pathlib import Path

from airparadis.files.signatures import ZIP
from airparadis.files.streams import RawFile
from airparadis.files.table import Added, Layout, ReadOptions, Sink, Source, WriteOptions


class WorkbookFormat:
    """Office Open XML workbooks."""

    name = "xlsx"
    suffixes: tuple[str, ...] = (".xlsx", ".xlsm")
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def recognises(self, head: bytes, suffix: str) -> bool:  # noqa: ARG002 (its bytes tell)
        """Recognise an archive; what it holds is found out when it is opened."""
        return head.startswith(ZIP)

    def open(self, raw: RawFile, options: ReadOptions) -> Source:
        """Choose a sheet."""
        from airparadis.files.workbooks.source import WorkbookSource  # half a second to import

        return WorkbookSource(raw, options)

    def create(
        self, path: Path, layout: Layout, added: Sequence[Added], options: WriteOptions
    ) -> Sink:
        """Write a workbook of one sheet; a text is never taken for a formula."""
        from airparadis.files.workbooks.sink import WorkbookSink

        return WorkbookSink(path, layout, added, options)
