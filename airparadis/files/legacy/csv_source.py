"""Reading CSV files and pipes, with constant memory."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from airparadis.domain.file_faults import FileError, FileFault
from airparadis.files.legacy import guess
from airparadis.files.legacy.files import CHUNK_ROWS, Chunk, Layout, Told, place_of
from airparadis.files.legacy.streams import Rejoined, Unclosed

SAMPLE_BYTES = 256 * 1024
MAX_CELL = 1_000_000
"""Characters; a quote that is never closed would swallow the rest of the file."""

csv.field_size_limit(MAX_CELL)


class CsvSource:
    """A CSV file; what cannot be decoded is replaced (U+FFFD) and nothing is lost but that."""

    def __init__(self, raw: IO[bytes], size: int | None, told: Told) -> None:
        """Look at the beginning.

        Args:
            raw: the file or pipe, which is closed with the source.
            size: its bytes, None for a pipe, which can be read once.
            told: how to read it, as far as known.

        Raises:
            FileError: it is empty, or in an encoding that there is not.
        """
        self._raw = raw
        self._size = size
        self._head = raw.read(SAMPLE_BYTES)
        self.layout = _layout(self._head, told)
        text = self._head.decode(guess.reading(self.layout.encoding), errors="replace")
        self._rows = guess.first_rows(text, self.layout.delimiter)
        if not self._rows:
            raise FileError(FileFault.EMPTY)
        self.columns = guess.names_of(self._rows[0], is_header=self.layout.has_header)
        self.progress = 0.0

    def sample(self) -> list[list[Any]]:
        """The first rows, without the header."""
        return list(self._rows[self.layout.has_header :])

    def count(self) -> int | None:
        """Rows of the file, by reading it once; None for a pipe."""
        if self._size is None:
            return None
        with _faults(reader := self._reader()):
            return sum(map(bool, reader)) - self.layout.has_header

    def chunks(self, column: str, size: int = CHUNK_ROWS) -> Iterator[Chunk]:
        """All rows, `size` at a time; lines that are blank are no rows."""
        place = place_of(self.columns, column)
        reader = self._reader()
        if self.layout.has_header:
            next(filter(None, reader), None)
        rows: list[list[str]] = []
        with _faults(reader):
            for row in filter(None, reader):
                rows.append(row)
                if len(rows) == size:
                    self._note_progress()
                    yield self._chunk(rows, place)
                    rows = []
        self.progress = 1.0
        if rows:
            yield self._chunk(rows, place)

    def close(self) -> None:
        """Let go of the file."""
        self._raw.close()

    def _reader(self) -> Any:
        if self._size is None:
            raw: Any = io.BufferedReader(Rejoined(self._head, self._raw))
        else:
            self._raw.seek(0)
            raw = io.BufferedReader(Unclosed(self._raw))
        encoding = guess.reading(self.layout.encoding)
        text = io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline="")
        return csv.reader(text, delimiter=self.layout.delimiter)

    def _note_progress(self) -> None:
        if self._size:
            self.progress = min(self._raw.tell() / self._size, 1.0)

    def _chunk(self, rows: list[list[str]], place: int) -> Chunk:
        width = len(self.columns)
        malformed = set()
        for number, row in enumerate(rows):
            if len(row) < width:
                row.extend([""] * (width - len(row)))
            elif len(row) > width:
                malformed.add(number)
                row[width - 1 :] = [self.layout.delimiter.join(row[width - 1 :])]
        return Chunk([row[place] for row in rows], rows, frozenset(malformed))


def open_csv(path: Path, told: Told) -> CsvSource:
    """Open a file."""
    raw = path.open("rb")
    try:
        return CsvSource(raw, path.stat().st_size, told)
    except BaseException:
        raw.close()
        raise


def _layout(head: bytes, told: Told) -> Layout:
    """What was told, and what is guessed from the beginning."""
    encoding = told.encoding or guess.encoding_of(head)
    text = head.decode(guess.reading(encoding), errors="replace")
    delimiter = told.delimiter or guess.delimiter_of(text)
    has_header = told.has_header
    if has_header is None:
        has_header = guess.has_header(guess.first_rows(text, delimiter))
    return Layout(encoding, delimiter, has_header)


@contextmanager
def _faults(reader: Any) -> Iterator[None]:
    try:
        yield
    except csv.Error:
        raise FileError(FileFault.CELL, f"{reader.line_num:,}") from None
    except UnicodeError as error:  # UTF-16 that is cut within a character
        raise FileError(FileFault.UNREADABLE, error) from None
