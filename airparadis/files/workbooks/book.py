"""Opening a workbook, without what nobody reads in it."""

import warnings
from typing import IO, Any

from openpyxl.reader.excel import ExcelReader

from airparadis.files.workbooks.parts import WorkbookParts


class _Reader(ExcelReader):
    """Reads a workbook without its charts, which hold no rows and may be damaged."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file, read_only=True, data_only=True, keep_links=False)
        self.parts = WorkbookParts(file)
        self.archive = self.parts
        self.charts: list[str] = []

    def read_chartsheet(self, sheet: Any, rel: Any) -> None:  # noqa: ARG002 (its file)
        """Name a sheet that is a chart."""
        self.charts.append(sheet.name)


def load_book(file: IO[bytes]) -> tuple[Any, list[str]]:
    """Return a workbook and the names of its charts."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions, which nobody reads here
        reader = _Reader(file)
        reader.read()
        reader.parts.is_opened = True
        return reader.wb, reader.charts
