"""Records of delimited text: rows in chunks, and what was wrong with how some are written.

Large texts are parsed in columns as long as they are well-formed; what is not, line by line, and by
`mending` where a record is not a line.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import IO, Any

from airparadis.files.bounds import COLUMNS_FROM, MAX_ROW
from airparadis.files.delimited.column_chunks import ColumnChunks
from airparadis.files.delimited.dialect import Dialect, double_quotes
from airparadis.files.delimited.lines import CHUNK_CHARACTERS, Lines
from airparadis.files.delimited.mending import mend, swallows
from airparadis.files.delimited.shape import Shape
from airparadis.files.notes import Flaw, Repair

csv.field_size_limit(2 * MAX_ROW)

MAX_RESCANNED = 50 * MAX_ROW
"""Characters that are read again after quotes without end; beyond them, quotes are letters."""

_NOTHING = "\0\x1a \t"
"""Blanks, and the characters that programs fill a file up with or end it by."""

_Row = list[str]


@dataclass(slots=True)
class Chunk:
    """Rows that follow each other, and what is to be said of some of them."""

    rows: Any = field(default_factory=list)
    """Lists of cells, or a record batch of texts."""
    marks: list[tuple[int, int, Flaw | Repair]] = field(default_factory=list)
    """Place in `rows`, number of the line, and what was found."""
    above: list[tuple[int, _Row]] = field(default_factory=list)
    """Rows before the first one of data, the header among them, with the numbers of their lines."""
    characters: int = CHUNK_CHARACTERS
    """Size, roughly."""


class Records:
    """Reads rows; with a shape, all are as long as the columns."""

    def __init__(
        self,
        text: IO[str],
        dialect: Dialect,
        shape: Shape | None = None,
        *,
        above: int = 0,
        names: Sequence[str] = (),
        columns_from: int = COLUMNS_FROM,
        change: Callable[[str], str] | None = None,
    ) -> None:
        """Begin to read.

        Args:
            text: opened such that "\n" ends its lines.
            dialect: how cells are parted.
            shape: what rows look like.
            above: rows before the first one of data.
            names: the header, which may come again.
            columns_from: characters after which columns are parsed.
            change: what to do with each line before it is read.
        """
        self._lines = Lines(text, change)
        self._dialect = dialect
        self._shape = shape
        self._above = above
        self._names = list(names)
        self._done = 0
        """Lines of the chunks before."""
        self._rescanned = 0
        self._columns: ColumnChunks | None = None
        if shape is not None and change is None:
            self._columns = ColumnChunks(self._lines, dialect, shape, names, columns_from)

    def chunks(self) -> Iterator[Chunk]:
        """Read all rows; blank lines are none."""
        lines: list[str] = []
        while True:
            if not (lines or self._above) and self._columns and (found := self._columns.take()):
                self._done += found.lines
                yield Chunk(found.batch, characters=found.characters)
                continue
            more = self._lines.read()
            lines += more
            if not lines:
                return
            chunk, used = self._quickly(lines) or self._carefully(lines, is_last=not more)
            self._done += used
            del lines[:used]
            yield chunk

    def rows(self) -> Iterator[_Row]:
        """Read all rows, one by one."""
        for chunk in self.chunks():
            yield from chunk.rows

    def _quickly(self, lines: list[str]) -> tuple[Chunk, int] | None:
        """Read lines that are a record each, though some may be too short; None if they are not."""
        if self._shape is None or self._above or max(map(len, lines)) > MAX_ROW:
            return None
        try:
            rows: list[_Row] = list(self._reader(lines, 0))
        except csv.Error:
            return None
        if len(rows) != len(lines):
            return None
        if set(map(len, rows)) == {self._shape.width} and self._names not in rows:
            return Chunk(rows), len(lines)
        chunk = Chunk()
        for place, row in enumerate(rows):
            if self._is_plain(row):
                chunk.rows.append(row)
            else:
                self._take(chunk, row, lines, place, place + 1, None, None)
        return chunk, len(lines)

    def _is_plain(self, row: _Row) -> bool:
        """Return whether a row is as long as the columns, and not the header again."""
        return self._shape is not None and len(row) == self._shape.width and row != self._names

    def _carefully(self, lines: list[str], *, is_last: bool) -> tuple[Chunk, int]:
        """Read record by record; return how many lines that took."""
        chunk, start = Chunk(), 0
        while start < len(lines):
            first, reader = start, self._reader(lines, start)
            start = self._read_whole(reader, lines, start, chunk)
            if start == len(lines):
                break
            seen = first + reader.line_num
            is_open = seen >= len(lines) and not is_last
            if is_open and sum(map(len, lines[start:])) <= MAX_ROW:
                break
            mended = mend(lines, start, self._dialect, self._shape, is_last=is_last)
            if mended is None:
                break
            self._count_rescanned(lines[start + mended.lines : seen])
            self._take(
                chunk, mended.row, lines, start, start + mended.lines, mended.flaw, mended.repair
            )
            start += mended.lines
        return chunk, start

    def _reader(self, lines: list[str], start: int) -> Any:
        rest: Iterator[str] = islice(lines, start, None)
        if self._dialect.has_backslashes:
            rest = map(double_quotes, rest)
        return self._dialect.reader(rest)

    def _read_whole(self, reader: Any, lines: list[str], start: int, chunk: Chunk) -> int:
        """Take the records that are as they should be; return where the next one begins."""
        base = start
        try:
            for row in reader:
                end = base + reader.line_num
                if len(lines[start]) > MAX_ROW:
                    return start
                if end - start > 1 and self._is_torn(lines[start:end]):
                    return start
                if self._above or not self._is_plain(row):
                    self._take(chunk, row, lines, start, end, None, None)
                else:
                    chunk.rows.append(row)
                start = end
        except csv.Error:
            return start
        return len(lines)

    def _is_torn(self, lines: Sequence[str]) -> bool:
        return sum(map(len, lines)) > MAX_ROW or swallows(lines, self._shape)

    def _take(
        self,
        chunk: Chunk,
        row: _Row,
        lines: list[str],
        start: int,
        end: int,
        flaw: Flaw | None,
        repair: Repair | None,
    ) -> None:
        """Add a row, brought to the width of the table."""
        number = self._done + start + 1
        if not row or (len(row) == 1 and not row[0].strip(_NOTHING)):
            return
        if self._above:
            self._above -= 1
            chunk.above.append((number, row))
            return
        if self._shape is not None and len(row) != self._shape.width:
            fitted = self._shape.fit(row, lines[start:end])
            row, flaw, repair = fitted.row, flaw or fitted.flaw, repair or fitted.repair
        elif self._names and row == self._names:
            flaw = Flaw.REPEATED_HEADER
        mark = flaw or repair
        if mark is not None:
            chunk.marks.append((len(chunk.rows), number, mark))
        chunk.rows.append(row)

    def _count_rescanned(self, lines: Sequence[str]) -> None:
        """Give up quotation marks in a file that has too many without end."""
        self._rescanned += sum(map(len, lines))
        if self._rescanned > MAX_RESCANNED:
            self._dialect = Dialect(self._dialect.delimiter, None, self._dialect.skips_blanks)
            self._columns = None
