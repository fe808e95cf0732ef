"""Reading a sheet of a workbook; only the workbook's shared strings are held in memory."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError

from airparadis.domain.file_faults import FileError, FileFault
from airparadis.files.blocks import BlockBuilder
from airparadis.files.bounds import (
    MAX_COLUMNS,
    MAX_ROW,
    MAX_SHEET_ROWS,
    MAX_SHEETS,
    PREVIEW_ROWS,
    SAMPLE_ROWS,
)
from airparadis.files.guess.columns import text_column
from airparadis.files.guess.headers import find_header, told_header
from airparadis.files.guess.identifiers import rounded_columns
from airparadis.files.guess.names import distinct_names, is_text_name
from airparadis.files.notes import Flaw, Notes, Repair
from airparadis.files.streams import RawFile
from airparadis.files.table import Block, Layout, ReadOptions
from airparadis.files.workbooks.archive import check_archive
from airparadis.files.workbooks.book import load_book
from airparadis.files.workbooks.texts import unescaped
from airparadis.files.writing import place_of

Row = Sequence[Any]


class WorkbookSource:
    """The chosen sheet, or the first visible one with rows; of formulas, their stored values."""

    def __init__(self, raw: RawFile, options: ReadOptions) -> None:
        assert raw.file is not None  # noqa: S101 (narrows)
        check_archive(raw.file)
        self.notes = Notes()
        self.progress = 0.0
        with _faults():
            self._book, self._parts, self._charts = load_book(raw.file)
            sheets: list[Any] = self._book.worksheets
            if len(sheets) > MAX_SHEETS:
                raise FileError(FileFault.TOO_MANY_SHEETS, MAX_SHEETS)
            self._sheet, self._first = self._choose(sheets, options)
            self._stated = self._sheet.max_row or 0
        self._name_others(sheets)
        self._settle(options)

    def sample(self) -> Sequence[Row]:
        """Return the first rows, without the header."""
        return self._sample

    def blocks(self) -> Iterator[Block]:
        """Read all rows up to the last that is not blank."""
        builder = BlockBuilder()
        self._parts.uncomputed = 0
        for row, length, flaw in self._data():
            if builder.add(row, length, flaw) and (block := builder.take()):
                self.progress = min(builder.number / max(self._stated, builder.number), 1.0)
                yield block
        self.progress = 1.0
        if self._parts.uncomputed:
            self.notes.add(Repair.UNCOMPUTED, count=self._parts.uncomputed)
        if block := builder.take():
            yield block

    def _choose(self, sheets: Sequence[Any], options: ReadOptions) -> tuple[Any, list[Row]]:
        """Return a sheet and its first rows.

        One that names a column of tweets comes before one that only has rows: a cover may have
        some, too.
        """
        if options.sheet is not None:
            named = [sheet for sheet in sheets if sheet.title == options.sheet]
            if not named:
                raise FileError(FileFault.UNKNOWN_SHEET, options.sheet)
            return named[0], _first_rows(named[0])
        with_rows = None
        for sheet in _visible(sheets):
            rows = _first_rows(sheet)
            header = find_header(rows)
            names = rows[header.row] if header.row is not None else []
            if len(rows) <= header.first_row:
                continue
            if any(map(is_text_name, names)):
                return sheet, rows
            with_rows = with_rows or (sheet, rows)
        if with_rows is None:
            raise FileError(FileFault.NO_SHEET, ", ".join(sheet.title for sheet in sheets)[:200])
        return with_rows

    def _name_others(self, sheets: Sequence[Any]) -> None:
        for sheet in sheets:
            if sheet is not self._sheet:
                is_visible = sheet.sheet_state == "visible"
                kind = Repair.OTHER_SHEETS if is_visible else Repair.HIDDEN_SHEETS
                self.notes.add(kind, sheet.title)
        self.notes.name(Repair.OTHER_SHEETS, self._charts)

    def _settle(self, options: ReadOptions) -> None:
        rows = self._first
        header = find_header(rows)
        if options.has_header is not None:
            header = told_header(header, options.has_header)
        if not rows:
            raise FileError(FileFault.EMPTY)
        body = rows[header.first_row :]
        width = max(map(len, rows[header.row or 0 :]))
        named = rows[header.row] if header.row is not None else ()
        cells = [*named, *[None] * (width - len(named))]
        columns = distinct_names(cells, is_header=header.row is not None)
        place = text_column(columns, body)
        if options.column is not None:
            place = place_of(columns, options.column)
        self._header, self._names = header, list(cells)
        self._sample = [_padded(row, width) for row in body[:PREVIEW_ROWS]]
        self.notes.name(Repair.ROUNDED_IDS, rounded_columns(columns, self._sample))
        self.layout = Layout(
            "xlsx",
            columns,
            place,
            has_header=header.row is not None,
            sheet=self._sheet.title,
            sheets=tuple(sheet.title for sheet in _visible(self._book.worksheets)),
        )

    def _data(self) -> Iterator[tuple[list[Any], int, Flaw | None]]:
        """Read the rows below the header; blank ones wait for one that is not."""
        width, seen = len(self.layout.columns), 0
        blanks, first_row = 0, self._header.first_row
        for number, row in _rows(self._sheet):
            if not row:
                blanks += seen >= first_row
                continue
            seen += 1
            if seen <= first_row:
                if seen - 1 != self._header.row:
                    self.notes.add(Repair.ABOVE_HEADER, f"{number}: {_joined(row)[:80]}")
                continue
            yield from (([None] * width, 0, None) for _ in range(blanks))
            blanks = 0
            yield self._fitted(number, row, width)

    def _fitted(self, number: int, row: Row, width: int) -> tuple[list[Any], int, Flaw | None]:
        cells = _padded(row, width)
        if len(row) > width:
            self.notes.add(Repair.LATE_CELLS, number)
        length = sum(len(cell) for cell in cells if isinstance(cell, str))
        flaw = None
        if length > MAX_ROW:
            flaw = Flaw.TOO_LONG
        elif self._header.row is not None and cells[:width] == self._names:
            flaw = Flaw.REPEATED_HEADER
        if flaw is not None:
            self.notes.add(flaw, number)
        return cells, length, flaw


def _visible(sheets: Sequence[Any]) -> Iterator[Any]:
    return (sheet for sheet in sheets if sheet.sheet_state == "visible")


def _first_rows(sheet: Any) -> list[Row]:
    with _faults():
        rows = (row for _, row in _rows(sheet) if row)
        return list(islice(rows, SAMPLE_ROWS))


def _rows(sheet: Any) -> Iterator[tuple[int, Row]]:
    """Read rows with their numbers, without the blank cells at their ends.

    Raises:
        FileError: the sheet is damaged, or has more rows or columns than it may.
    """
    with _faults():
        sheet.reset_dimensions()  # programs state wrong ones
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            if number > MAX_SHEET_ROWS:
                raise FileError(FileFault.TOO_MANY_ROWS, f"{MAX_SHEET_ROWS:,}")
            width = len(row)
            while width and (row[width - 1] is None or row[width - 1] == ""):
                width -= 1
            if width > MAX_COLUMNS:
                raise FileError(FileFault.TOO_MANY_COLUMNS, f"{MAX_COLUMNS:,}")
            yield number, [unescaped(cell) for cell in row[:width]]


def _padded(row: Row, width: int) -> list[Any]:
    """Fill a row up; cells right of the last column stay, for the result has room right of it."""
    return [*row, *[None] * (width - len(row))]


def _joined(row: Row) -> str:
    return " ".join(str(cell) for cell in row if cell is not None)


@contextmanager
def _faults() -> Iterator[None]:
    """Turn what a workbook that is damaged or made up raises into one error."""
    try:
        yield
    except (FileError, MemoryError):
        raise
    except Exception as error:
        said = str(error).partition("\n")[0] if isinstance(error, OSError | ParseError) else ""
        raise FileError(FileFault.UNREADABLE, said or "the workbook is damaged") from None
