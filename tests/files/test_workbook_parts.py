"""A workbook is opened without reading its rows, whatever its parts pretend to be."""

import io
import time
import zipfile

import pytest

from airparadis.files.workbooks.parts import HEAD_BYTES, WorkbookParts
from tests.files.reading import read

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ROWS = "<sheetData><row><c><v>1</v></c></row></sheetData></worksheet>"
SIZE = '<dimension ref="A1:B9"/>'


def opened(content: str, *, is_opened: bool = False) -> str:
    """Return what is read of a part while the workbook is opened, or afterwards."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/a.xml", content)
    with WorkbookParts(file) as parts:
        parts.is_opened = is_opened
        return str(parts.read("xl/a.xml").decode())


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        (f"<worksheet {MAIN}>{SIZE}{ROWS}", f"<worksheet {MAIN}>{SIZE}<sheetData/></worksheet>"),
        (f"<worksheet {MAIN}>{ROWS}", f"<worksheet {MAIN}><sheetData/></worksheet>"),
        (
            f'<?xml version="1.0"?>\n<!-- a -->\n<worksheet {MAIN}>{ROWS}',
            f'<?xml version="1.0"?>\n<!-- a -->\n<worksheet {MAIN}><sheetData/></worksheet>',
        ),
        ("<x:worksheet><x:sheetData>…", "<x:worksheet><x:sheetData/></x:worksheet>"),
        ("<sst><si/></sst>", "<sst><si/></sst>"),
        ("<worksheet/>", "<worksheet/>"),
        ("<styleSheet/>", "<styleSheet/>"),
    ],
)
def test_of_a_sheet_the_head_is_read_and_of_other_parts_all(content: str, seen: str) -> None:
    assert opened(content) == seen
    assert opened(content, is_opened=True) == content


@pytest.mark.parametrize(
    "content",
    [
        f"<!--{'a' * HEAD_BYTES}--><worksheet {MAIN}>{ROWS}",
        f"<worksheet {MAIN}><!--{'a' * HEAD_BYTES}-->{ROWS}",
    ],
)
def test_a_comment_of_megabytes_is_not_read(content: str) -> None:
    assert opened(content) == f"<worksheet {MAIN}><sheetData/></worksheet>"


@pytest.mark.parametrize("filler", ["<!---->", "<!--", "<?xml ", " ", "<!-- -->\n"])
def test_what_a_part_is_takes_one_look(filler: str) -> None:
    started = time.process_time()
    opened(filler * (HEAD_BYTES // len(filler)))
    assert time.process_time() - started < 0.5


def test_a_sheet_that_states_no_size_is_read_whole() -> None:
    file = io.BytesIO()
    from openpyxl import Workbook

    book = Workbook(write_only=True)  # which states none
    sheet = book.create_sheet("one")
    for row in (("id", "text"), *((number, f"bag {number} is lost") for number in range(3_000))):
        sheet.append(row)
    book.save(file)
    assert b"<dimension" not in zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml")
    seen = read(file.getvalue(), "a.xlsx")
    assert len(seen.scored) == 3_000
