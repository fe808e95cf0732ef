"""Opening a workbook, without what nobody reads in it."""

import warnings
from typing import IO, Any

from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS

from airparadis.files.workbooks.parts import WorkbookParts
from airparadis.files.workbooks.shared_strings import read_shared_strings


class _Reader(ExcelReader):
    """Reads a workbook without its charts, which hold no rows and may be damaged."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file, read_only=True, data_only=True, keep_links=False)
        self.parts = WorkbookParts(file)
        self.archive = self.parts
        self.charts: list[str] = []

    def read_strings(self) -> None:
        """Read the shared strings."""
        found = self.package.find(SHARED_STRINGS)
        if found is not None:
            with self.archive.open(found.PartName[1:]) as part:
                self.shared_strings = read_shared_strings(part)

    def read_chartsheet(self, sheet: Any, rel: Any) -> None:  # noqa: ARG002 (its file)
        """Name a sheet that is a chart."""
        self.charts.append(sheet.name)


def load_book(file: IO[bytes]) -> tuple[Any, WorkbookParts, list[str]]:
    """Return a workbook, its parts and the names of its charts."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions, which nobody reads here
        reader = _Reader(file)
        reader.read()
        reader.parts.is_opened = True
        return reader.wb, reader.parts, reader.charts
