"""The parts of a workbook, of whose sheets only the head is read while it is opened.

openpyxl looks for the stated size of every sheet when it opens a workbook, and reads the whole
sheet if none is stated: minutes for a million rows, and for each of thousands of made-up sheets.
"""

import io
import re
import zipfile
from typing import Any

from airparadis.files.workbooks.formulas import FormulaCounter

HEAD_BYTES = 64 * 1024
"""Room for the size, the views and the widths of columns, which stand before the rows."""

# Nothing is tried twice: thousands of comments must not take more than a look at each.
_SHEET = re.compile(
    rb"\s*+(?:<\?xml[^>]*+>)?+(?:\s|<!--(?>.*?-->))*+<(?:(\w+):)?worksheet[\s>]", re.DOTALL
)
_COMMENT = re.compile(rb"\s*+(?:<\?xml[^>]*+>)?+\s*+<!--")
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_EMPTY = b'<worksheet xmlns="%s"><sheetData/></worksheet>' % _MAIN


class WorkbookParts(zipfile.ZipFile):
    """An archive that gives the heads of sheets only, until `is_opened` is set."""

    is_opened = False
    uncomputed = 0
    """Formulas without a value that were read, since somebody set this to 0."""

    def open(self, name: Any, *arguments: Any, **named: Any) -> Any:
        """Open a part as `ZipFile` does; a sheet that is only looked at has no rows."""
        part = super().open(name, *arguments, **named)
        if self.is_opened:
            return FormulaCounter(part, self._count)
        head = part.read(HEAD_BYTES)
        without_rows = _without_rows(head)
        if without_rows is None:
            part.seek(0)
            return part
        part.close()
        return io.BytesIO(without_rows)

    def _count(self, number: int) -> None:
        self.uncomputed += number


def _without_rows(head: bytes) -> bytes | None:
    """Return a sheet up to its rows, as a whole document; None for what is no sheet."""
    root = _SHEET.match(head)
    if root is None:
        # A comment that fills the head hides what the part is: nothing that is read has one.
        return _EMPTY if len(head) == HEAD_BYTES and _COMMENT.match(head) else None
    prefix = root[1] + b":" if root[1] else b""
    rows = head.find(b"<" + prefix + b"sheetData")
    if rows < 0:
        return _EMPTY if len(head) == HEAD_BYTES else None
    return head[:rows] + b"<%ssheetData/></%sworksheet>" % (prefix, prefix)
