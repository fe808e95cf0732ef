"""Small workbooks for tests."""

import io
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
