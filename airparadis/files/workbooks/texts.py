r"""Cells of workbooks: `_x000D_` and the like are characters that XML cannot hold."""

import re
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LINE_END = re.compile(r"\r\n?")


def unescaped(cell: Any) -> Any:
    """Return a cell with its escapes decoded, line ends as line feeds."""
    if not isinstance(cell, str) or ("_x" not in cell and "\r" not in cell):
        return cell
    return _LINE_END.sub("\n", _ESCAPE.sub(_character, cell))


def escaped(text: str) -> str:
    """Return a text as a workbook holds it; what is no character of XML is left out."""
    if "_x" in text:
        text = _ESCAPE.sub(r"_x005F\g<0>", text)
    plain: str = ILLEGAL_CHARACTERS_RE.sub("", text)
    return plain


def _character(found: re.Match[str]) -> str:
    number = int(found[1], 16)
    return found[0] if 0xD800 <= number <= 0xDFFF else chr(number)
