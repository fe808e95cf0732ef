"""Small workbooks for tests."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook

Rows = Sequence[Sequence[Any]]
Change = Callable[[bytes], bytes]


def workbook(rows: Rows = (), **sheets: Rows) -> bytes:
    """Make a workbook of one sheet, or of several; hidden if their name begins with "hidden"."""
    book = Workbook()
    book.remove(book.active)
    for name, cells in (sheets or {"Sheet": rows}).items():
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(list(row))
        if name.startswith("hidden"):
            sheet.sheet_state = "hidden"
    return saved(book)


def saved(book: Workbook) -> bytes:
    """Return the bytes of a workbook."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def changed(book: bytes, changes: Mapping[str, Change], **added: bytes) -> bytes:
    """Change parts of a workbook whose names hold a key, and add others."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            content = old.read(part)
            for name, change in changes.items():
                content = change(content) if name in part.filename else content
            new.writestr(part.filename, content)
        for name, content in added.items():
            new.writestr(name, content)
    return file.getvalue()


def with_rows(xml: bytes) -> Mapping[str, Change]:
    """Add rows, as XML, to the end of the first sheet."""
    return {"sheet1": lambda content: content.replace(b"</sheetData>", xml + b"</sheetData>")}


_EMPTY = re.compile(rb"<sheetData\s*/>|<sheetData>.*?</sheetData>", re.DOTALL)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRINGS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_TYPE = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_STRINGS}"/></Types>'


def with_shared_strings(strings: bytes, *rows: Sequence[int]) -> bytes:
    """Make a workbook as Excel does: its cells are numbers of texts that are kept aside.

    Args:
        strings: elements `si`.
        rows: for each cell the place of its text.
    """
    cell = b'<c t="s"><v>%d</v></c>'
    cells = b"".join(b"<row>%s</row>" % b"".join(cell % place for place in row) for row in rows)
    book = changed(
        workbook([[]]),
        {
            "sheet1": lambda xml: _EMPTY.sub(b"<sheetData>%s</sheetData>" % cells, xml),
            "[Content_Types]": lambda xml: xml.replace(b"</Types>", _TYPE.encode()),
        },
    )
    file = io.BytesIO(book)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}">'.encode() + strings + b"</sst>"
        )
    return file.getvalue()
