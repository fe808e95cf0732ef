"""A file of tweets, row by row, from any row on."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from airparadis.domain.file_faults import FileError
from airparadis.domain.radar.sources.ingest_schema import IncomingError, IncomingTweet, RowFault
from airparadis.files.notes import Flaw
from airparadis.files.reading import open_table
from airparadis.files.table import ReadTable
from airparadis.files.tweets.layouts import Row, find_layout
from airparadis.lib.errors import StreamError

_BEGINNING = 1 << 20
_SHOWN_COLUMNS = 12
MAX_HELD = 50_000
MAX_HELD_CHARACTERS = 20_000_000
"""Rows, and characters in them, that are held in memory between two readings."""


Open = Callable[[Path], AbstractContextManager[ReadTable]]


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row of a file, and why its cells cannot be trusted, if they cannot."""

    cells: Row
    flaw: Flaw | None = None


class TweetFile:
    """A file to import. `position` of `size` is how far it is read."""

    def __init__(self, path: Path, open_file: Open | None = None) -> None:
        """Find out what the file is.

        Args:
            path: the file.
            open_file: opens it; in a child process by default.

        Raises:
            StreamError: it cannot be read, or has no layout that is known.
        """
        self.path = path
        self._open: Open = open_file or open_table
        try:
            self.size = path.stat().st_size
            self.digest = _digest(path, self.size)
            with self._open(path) as table:
                self.table = table.layout
                found = find_layout(table.layout, table.sample())
        except OSError as error:
            raise StreamError(f"{path} cannot be read: {error.strerror or error}") from error
        except FileError as error:
            raise StreamError(f"{path}: {error}", error.fault, error.detail) from error
        if found is None:
            columns = ", ".join(self.table.columns[:_SHOWN_COLUMNS])
            raise StreamError(
                f"{path}: expected columns id, text and created_at, or a published layout; "
                f"found {columns}"
            )
        self.layout = found
        self.position = 0
        self._held: list[FileRow] | None = None

    def rows(self, skip: int = 0) -> Iterator[FileRow]:
        """Read every row from number `skip` on; rows that are held are not read again.

        Raises:
            StreamError: the file cannot be read to its end.
        """
        if self._held is not None:
            yield from islice(self._held, skip, None)
            return
        try:
            with self._open(self.path) as table:
                for block in table.blocks():
                    self.position = int(table.progress * self.size)
                    before = block.first - 1
                    if before + len(block) > skip:
                        for place, cells in enumerate(block.rows()):
                            if before + place >= skip:
                                yield FileRow(cells, block.flaws.get(place))
            self.position = self.size
        except FileError as error:
            raise StreamError(f"{self.path}: {error}", error.fault, error.detail) from error

    def hold(self, limit: int = MAX_HELD) -> Iterator[FileRow]:
        """Read every row, and hold them for the next reading if there are at most `limit`.

        Raises:
            StreamError: the file cannot be read to its end.
        """
        held: list[FileRow] | None = []
        room = MAX_HELD_CHARACTERS
        for row in self.rows():
            if held is not None:
                held.append(row)
                room -= sum(len(str(cell)) for cell in row.cells)
                if len(held) > limit or room < 0:
                    held = None
            yield row
        self._held = held

    def read(self, row: FileRow, now: datetime) -> IncomingTweet:
        """Read a tweet.

        Raises:
            IncomingError: it is none.
        """
        if row.flaw is not None:
            raise IncomingError(_FAULTS.get(row.flaw, RowFault.MALFORMED))
        try:
            return self.layout.read(row.cells, now)
        except (ValueError, OverflowError, ArithmeticError) as error:
            if isinstance(error, IncomingError):
                raise
            raise IncomingError(RowFault.MALFORMED) from error

    def tweets(self, now: datetime) -> Iterator[IncomingTweet]:
        """Read every row that is a tweet.

        Raises:
            StreamError: the file cannot be read to its end.
        """
        for row in self.hold():
            with suppress(IncomingError):
                yield self.read(row, now)


_FAULTS = {Flaw.NOT_JSON: RowFault.NO_OBJECT, Flaw.UNCLOSED_QUOTE: RowFault.UNCLOSED_QUOTE}


def _digest(path: Path, size: int) -> str:
    """Identify a file without reading gigabytes."""
    with path.open("rb") as raw:
        return hashlib.sha256(raw.read(_BEGINNING) + str(size).encode()).hexdigest()
