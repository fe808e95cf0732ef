"""Writing a workbook of one sheet."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from airparadis.domain.file_faults import FileError, FileFault
from airparadis.files.bounds import MAX_SHEET_ROWS
from airparadis.files.table import Added, Block, Layout, WriteOptions
from airparadis.files.workbooks.texts import escaped

_MAX_CELL = 32_767
"""Excel's own limit, in characters; a longer cell makes it call the file damaged."""


class WorkbookSink:
    """Writes texts as texts, which no spreadsheet takes for formulas."""

    def __init__(
        self,
        path: Path,
        layout: Layout,
        added: Sequence[Added],
        options: WriteOptions,  # noqa: ARG002 (a text of a workbook is no formula)
    ) -> None:
        self._path = path
        self._width = len(layout.columns)
        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet("Air Paradis")
        names = (*layout.columns, *(column.name for column in added))
        self._sheet.append([self._cell(name) for name in names])
        self._rows = 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._book.save(self._path)
        else:
            self._sheet.close()

    def write(self, block: Block, added: Sequence[Sequence[Any]]) -> None:
        """Add rows; cells right of the last column come after those added.

        Raises:
            FileError: a sheet has no room for them.
        """
        self._rows += len(block)
        if self._rows > MAX_SHEET_ROWS:
            raise FileError(FileFault.TOO_MANY_ROWS, f"{MAX_SHEET_ROWS - 1:,}")
        width = self._width
        for row, cells in zip(block.rows(), zip(*added, strict=True), strict=True):
            known, late = row[:width], row[width:]
            self._sheet.append([*map(self._cell, known), *cells, *map(self._cell, late)])

    def _cell(self, value: Any) -> Any:
        if isinstance(value, dict | list | tuple | bytes):
            value = str(value)
        if not isinstance(value, str):
            return value
        value = escaped(value)[:_MAX_CELL]
        if not value.startswith("="):
            return value
        cell = WriteOnlyCell(self._sheet, value)
        cell.data_type = "s"
        return cell
