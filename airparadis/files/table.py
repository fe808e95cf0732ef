"""The interface of table formats: a layout, rows in blocks, and notes on repairs."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from airparadis.files.cells import shown, text_of
from airparadis.files.notes import Flaw, Notes
from airparadis.files.streams import RawFile

NO_DELIMITER = ""
"""Each line is one cell."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Options for reading a file; None is guessed."""

    column: str | None = None
    """Name of the column with the tweets."""
    encoding: str | None = None
    delimiter: str | None = None
    """One character; "" or "none" for one tweet a line."""
    has_header: bool | None = None
    sheet: str | None = None


GUESS_ALL = ReadOptions()


@dataclass(frozen=True, slots=True)
class Layout:
    """The layout by which a file is read; None for what a format does not have."""

    format: str
    """Name in the registry."""
    columns: tuple[str, ...]
    """Distinct names, "column_1" and so on where the file has none."""
    text_column: int
    """Place of the column with the tweets."""
    has_header: bool = True
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    """Visible sheets to choose from."""
    rows: int | None = None
    """Number of rows, where the file reliably says so."""
    is_packed: bool = False
    """Whether it is packed with gzip."""

    @property
    def column(self) -> str:
        """Name of the column with the tweets."""
        return self.columns[self.text_column] if self.columns else ""


@dataclass(slots=True)
class Block:
    """Some rows that follow each other."""

    first: int
    """Number of the first one, from 1 below the header."""
    cells: Any
    """The rows in the form that the format writes: lists, JSON objects or a record batch."""
    flaws: Mapping[int, Flaw] = field(default_factory=dict)
    """Flaws by place in the block: such rows are given out as far as they can be read."""

    def __len__(self) -> int:
        return len(self.cells)

    def rows(self) -> Sequence[Sequence[Any]]:
        """Return the cells row by row, each row as long as the columns."""
        rows: Sequence[Sequence[Any]] = self.cells
        return rows

    def column(self, place: int) -> Sequence[Any]:
        """Return the cells of a column."""
        return [row[place] for row in self.rows()]

    def written(self, place: int) -> str:
        """Return a row as text, to show it where its cells cannot be trusted."""
        return " ".join(shown(cell) for cell in self.rows()[place] if cell is not None)

    def texts(self, place: int) -> list[str | None]:
        """Return the texts of a column, None where a cell holds nothing to score."""
        return [text_of(cell) for cell in self.column(place)]


class Source(Protocol):
    """A table that is being read, from its beginning to its end and once."""

    layout: Layout
    notes: Notes
    """Complete when all blocks were read."""
    progress: float
    """Share of the file that is read, in [0, 1]."""

    def sample(self) -> Sequence[Sequence[Any]]:
        """Return the first rows, to show and to guess by."""
        ...

    def blocks(self) -> Iterator[Block]:
        """Read all rows.

        Raises:
            FileError: the file breaks off or cannot be read any further.
        """
        ...


class ReadTable(Protocol):
    """The interface of an open table, in this process or a child."""

    @property
    def layout(self) -> Layout:
        """Layout by which the file is read."""
        ...

    @property
    def notes(self) -> Notes:
        """Repairs and omissions; complete when all blocks were read."""
        ...

    @property
    def progress(self) -> float:
        """Share of the file that is read."""
        ...

    def sample(self) -> Sequence[Sequence[Any]]:
        """Return the first rows."""
        ...

    def blocks(self) -> Iterator[Block]:
        """Read all rows."""
        ...


@dataclass(frozen=True, slots=True)
class Added:
    """A column that a result adds."""

    name: str
    kind: type[str] | type[float] | type[bool]


class Sink(AbstractContextManager["Sink"], Protocol):
    """A result that is being written; whole once the context is left without an error."""

    def write(self, block: Block, added: Sequence[Sequence[Any]]) -> None:
        """Add rows.

        Args:
            block: some rows as they were read.
            added: a sequence as long as the block for each column that is added.
        """
        ...


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """Options for writing a result."""

    guard: bool = False
    """Whether text cells of CSV are made safe for spreadsheets."""
    mark: bool = False
    """Whether CSV begins with a byte order mark, without which Excel takes UTF-8 for another."""


class TableFormat(Protocol):
    """A format of tables. A new one is a module in `formats/` and a line in `registry.py`."""

    name: str
    suffixes: tuple[str, ...]
    """Ends of file names, the usual one first."""
    media_type: str

    def recognises(self, head: bytes, suffix: str) -> bool:
        """Return whether a file is of this format: by its first bytes, else by its name."""
        ...

    def open(self, raw: RawFile, options: ReadOptions) -> Source:
        """Begin to read.

        Args:
            raw: the file, which the caller closes.
            options: how it is to be read, as far as the user said.

        Raises:
            FileError: it is damaged, empty, or not of this format after all.
        """
        ...

    def create(
        self, path: Path, layout: Layout, added: Sequence[Added], options: WriteOptions
    ) -> Sink:
        """Begin to write a result."""
        ...
