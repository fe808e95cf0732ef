"""The first sheet of Excel workbooks, row by row; its shared strings alone are held in memory."""

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils.exceptions import InvalidFileException

from airparadis.domain.file_faults import FileError, FileFault
from airparadis.files.legacy import guess
from airparadis.files.legacy.files import CHUNK_ROWS, Chunk, Columns, Layout, Told, place_of
from airparadis.files.legacy.xlsx_bounds import MAX_ROWS, Watched, check_unpacked

_SAMPLE_ROWS = 50


class XlsxSource:
    """The first sheet; of formulas, the values that Excel saw last."""

    def __init__(self, path: Path, told: Told) -> None:
        """Check what it unpacks to, then open it.

        Raises:
            FileError: it is no workbook, has a password, or unpacks to too much.
        """
        check_unpacked(path)
        self._raw = path.open("rb")
        try:
            self._look(told)
        except BaseException:
            self._raw.close()
            raise
        self.progress = 0.0

    def _look(self, told: Told) -> None:
        with _faults():
            self._book: Any = load_workbook(
                self._raw, read_only=True, data_only=True, keep_links=False
            )
            self._archive = self._book._archive = Watched(self._book._archive)
            if not self._book.worksheets:
                raise FileError(FileFault.EMPTY)
            self._sheet: Any = self._book.worksheets[0]
            self._stated = self._sheet.max_row or 0
            self._sheet.reset_dimensions()  # programs state wrong ones
            self._rows = self._first_rows()
        if not self._rows:
            raise FileError(FileFault.EMPTY)
        first = ["" if cell is None else str(cell) for cell in self._rows[0]]
        texts = [["" if cell is None else str(cell) for cell in row] for row in self._rows]
        has_header = guess.has_header(texts) if told.has_header is None else told.has_header
        self.layout = Layout(has_header=has_header)
        self.columns = guess.names_of(first, is_header=self.layout.has_header)

    def sample(self) -> list[list[Any]]:
        """The first rows, without the header."""
        return [list(row) for row in self._rows[self.layout.has_header :]]

    def count(self) -> int | None:
        """Rows that the sheet states, which may be wrong; None if it states none."""
        return max(self._stated - self.layout.has_header, 0) or None

    def chunks(self, column: str, size: int = CHUNK_ROWS) -> Iterator[Chunk]:
        """All rows up to the last that is not blank, `size` at a time."""
        place = place_of(self.columns, column)
        rows: list[list[Any]] = []
        done = 0
        for row in self._data():
            rows.append(row)
            if len(rows) == size:
                done += size
                self.progress = min(done / max(self._stated, done), 1.0)
                yield _chunk(rows, place)
                rows = []
        self.progress = 1.0
        if rows:
            yield _chunk(rows, place)

    def close(self) -> None:
        """Let go of the file."""
        self._book.close()
        self._raw.close()

    def _first_rows(self) -> list[tuple[Any, ...]]:
        rows = self._rows_of(max_row=_SAMPLE_ROWS)
        return [row for row in rows if any(cell is not None for cell in row)]

    def _rows_of(self, max_row: int | None = None) -> Iterator[tuple[Any, ...]]:
        self._archive.silent = 0
        for row in self._sheet.iter_rows(max_row=max_row, values_only=True):
            self._archive.silent = 0
            yield row

    def _data(self) -> Iterator[list[Any]]:
        """Rows below the header, of one width; blank ones wait for one that is not."""
        width, blank = len(self.columns), 0
        is_below = not self.layout.has_header
        with _faults():
            for number, row in enumerate(self._rows_of(), 1):
                if number > MAX_ROWS:
                    raise FileError(FileFault.TOO_MANY_ROWS, f"{MAX_ROWS:,}")
                if all(cell is None for cell in row):
                    blank += is_below
                    continue
                if not is_below:
                    is_below = True
                    continue
                yield from ([None] * width for _ in range(blank))
                blank = 0
                yield [*row[:width], *([None] * (width - len(row)))]


class XlsxSink:
    """Writes a workbook of one sheet; a text is never taken for a formula."""

    def __init__(self, path: Path, columns: Sequence[str], added: Sequence[str]) -> None:
        self._path = path
        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet("Air Paradis")
        self._sheet.append([self._cell(name) for name in (*columns, *added)])

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

    def write(self, chunk: Chunk, columns: Columns) -> None:
        """Add the rows of a chunk."""
        added = zip(
            columns.label,
            columns.probability_negative,
            columns.probability_positive,
            columns.uncertain,
            columns.reason,
            columns.model_version,
            strict=True,
        )
        for row, cells in zip(chunk.cells, added, strict=True):
            self._sheet.append([*map(self._cell, row), *cells])

    def _cell(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
        if not value.startswith("="):
            return value
        cell = WriteOnlyCell(self._sheet, value)
        cell.data_type = "s"
        return cell


def _chunk(rows: list[list[Any]], place: int) -> Chunk:
    cells = (row[place] for row in rows)
    return Chunk([None if cell is None else str(cell) for cell in cells], rows)


@contextmanager
def _faults() -> Iterator[None]:
    """What a workbook that is damaged or made up raises."""
    try:
        yield
    except FileError:
        raise
    except (
        *(OSError, EOFError, KeyError, ValueError, TypeError, IndexError, AttributeError),
        *(zipfile.BadZipFile, ParseError, DefusedXmlException, InvalidFileException),
    ) as error:
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise FileError(FileFault.UNREADABLE, reason) from None
