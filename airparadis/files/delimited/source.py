"""Reading delimited text, with constant memory."""

import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from airparadis.domain.file_faults import FileError, FileFault
from airparadis.files.bounds import (
    BLOCK_CHARACTERS,
    BLOCK_ROWS,
    COLUMNS_FROM,
    MAX_COLUMNS,
    PREVIEW_ROWS,
    SAMPLE_BYTES,
)
from airparadis.files.delimited.block import RowQueue
from airparadis.files.delimited.guess import Candidate, common_width, guess_dialect, separator_of
from airparadis.files.delimited.lines import has_returns, without_marks
from airparadis.files.delimited.records import Chunk, Records
from airparadis.files.delimited.shape import Shape
from airparadis.files.delimited.widths import kinds_around, widened
from airparadis.files.delimited.wrapping import unwrapped, unwrapped_sample
from airparadis.files.encodings import WesternBytes, codec_name, guess_encoding
from airparadis.files.guess.columns import text_column
from airparadis.files.guess.headers import told_header
from airparadis.files.guess.identifiers import rounded_columns
from airparadis.files.guess.names import distinct_names
from airparadis.files.notes import Flaw, Notes, Repair
from airparadis.files.streams import RawFile
from airparadis.files.table import NO_DELIMITER, Block, Layout, ReadOptions
from airparadis.files.writing import place_of


class CsvSource:
    """A text that is read."""

    def __init__(self, raw: RawFile, options: ReadOptions) -> None:
        self._raw = raw
        self.notes = Notes()
        self.progress = 0.0
        encoding = options.encoding or guess_encoding(raw.head)
        self._codec = codec_name(encoding)
        sample = _whole_lines(raw.head.decode(self._codec, errors="replace"))
        self._newline = None if has_returns(sample) else "\n"
        sample = without_marks(sample if self._newline else _with_line_feeds(sample))
        first, _, rest = sample.partition("\n")
        separator = separator_of(first)
        self._skipped_lines = int(separator is not None)
        sample = rest if separator else sample
        without_quotes = unwrapped_sample(sample)
        self._change = None if without_quotes is None else unwrapped
        if without_quotes is not None:
            self.notes.add(Repair.WRAPPED_LINES)
        found = guess_dialect(
            without_quotes or sample,
            _told_delimiter(options.delimiter) if options.delimiter is not None else separator,
            is_prose=raw.suffix == ".txt",
        )
        if not found.rows:
            raise FileError(FileFault.EMPTY)
        self._settle(found, encoding, options)

    def sample(self) -> Sequence[Sequence[Any]]:
        """Return the first rows, without the header."""
        return self._sample

    def blocks(self) -> Iterator[Block]:
        """Read all rows; blank lines are none."""
        western = WesternBytes()
        errors = western.NAME if self._codec == "utf-8-sig" else "replace"
        text = io.TextIOWrapper(
            io.BufferedReader(self._raw.stream, 1 << 18),  # type: ignore[type-var]
            encoding=self._codec,
            errors=errors,
            newline=self._newline,
        )
        for _ in range(self._skipped_lines):
            text.readline()
            self.notes.add(Repair.SEPARATOR_LINE)
        yield from self._blocks(text)
        if western.count:
            self.notes.add(Repair.WESTERN_BYTES, count=western.count)
        text.detach().detach()  # the caller closes the file

    def _blocks(self, text: io.TextIOWrapper) -> Iterator[Block]:
        """Put chunks of lines together to blocks of one size, but for very long rows."""
        waiting, flaws, first, characters = RowQueue(), dict[int, Flaw](), 1, 0
        for chunk in self._records(text).chunks():
            self._note_above(chunk)
            self._note(chunk, flaws, len(waiting))
            waiting.add(chunk.rows)
            characters += chunk.characters
            size = BLOCK_ROWS if characters < BLOCK_CHARACTERS else len(waiting)
            while len(waiting) >= max(size, 1):
                self.progress = self._raw.progress
                yield waiting.take(first, size, _within(flaws, size))
                flaws = {place - size: flaw for place, flaw in flaws.items() if place >= size}
                first, characters = first + size, 0
        self.progress = self._raw.progress
        if waiting:
            yield waiting.take(first, len(waiting), flaws)

    def _records(self, text: io.TextIOWrapper) -> Records:
        is_large = (self._raw.size or 0) > COLUMNS_FROM and not self._raw.is_packed
        return Records(
            text,
            self._dialect,
            self._shape,
            above=self._header.first_row,
            names=self._names,
            columns_from=0 if is_large else COLUMNS_FROM,
            change=self._change,
        )

    def _note_above(self, chunk: Chunk) -> None:
        """Name the lines above the header."""
        for line, row in chunk.above:
            if self._above != self._header.row:
                place = line + self._skipped_lines
                self.notes.add(Repair.ABOVE_HEADER, f"{place}: {' '.join(row)[:80]}")
            self._above += 1

    def _note(self, chunk: Chunk, flaws: dict[int, Flaw], before: int) -> None:
        found = defaultdict[Flaw | Repair, list[int]](list)
        for place, line, mark in chunk.marks:
            found[mark].append(line + self._skipped_lines)
            if isinstance(mark, Flaw):
                flaws[before + place] = mark
        for mark, lines in found.items():
            self.notes.add(mark, *lines, count=len(lines))

    def _settle(self, found: Candidate, encoding: str, options: ReadOptions) -> None:
        """Name the columns and find the one with the tweets."""
        header = found.header
        if options.has_header is not None:
            header = told_header(header, options.has_header)
        body = found.rows[header.first_row :]
        self._names = found.rows[header.row] if header.row is not None else []
        cells = widened(self._names, body) if self._names else [""] * common_width(body)
        if len(cells) > MAX_COLUMNS:
            raise FileError(FileFault.TOO_MANY_COLUMNS, f"{MAX_COLUMNS:,}")
        columns = distinct_names(cells, is_header=header.row is not None)
        place = text_column(columns, body)
        if options.column is not None:
            place = place_of(columns, options.column)
        self._dialect, self._header, self._above = found.dialect, header, 0
        self._shape = Shape(found.dialect, place, kinds_around(body, len(columns), place))
        self._sample = [self._shape.fit(row, ()).row for row in body[:PREVIEW_ROWS]]
        self.notes.name(Repair.ROUNDED_IDS, rounded_columns(columns, self._sample))
        self.layout = Layout(
            "csv",
            columns,
            place,
            has_header=header.row is not None,
            encoding=encoding,
            delimiter=found.dialect.delimiter,
            is_packed=self._raw.is_packed,
        )


def _within(flaws: dict[int, Flaw], size: int) -> dict[int, Flaw]:
    return {place: flaw for place, flaw in flaws.items() if place < size}


def _whole_lines(sample: str) -> str:
    """Leave out a line that the sample ends within."""
    if len(sample) < SAMPLE_BYTES // 4:
        return sample
    end = max(sample.rfind("\n"), sample.rfind("\r"))
    return sample[: end + 1] if end > 0 else sample


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _told_delimiter(delimiter: str) -> str:
    known = {"none": NO_DELIMITER, "tab": "\t", "\\t": "\t"}
    delimiter = known.get(delimiter.lower(), delimiter)
    if len(delimiter) > 1 or delimiter in {"\n", "\r", '"', "\0"}:
        raise FileError(FileFault.DELIMITER, delimiter[:20])
    return delimiter
