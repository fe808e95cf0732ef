"""What all formats have in common: a table is read in chunks and written in chunks."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

from airparadis.domain.file_faults import FileError, FileFault

CHUNK_ROWS = 2_000
"""Rows that are read, scored and written together."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is to be read; what only CSV needs is left as it is for the others."""

    encoding: str = "utf-8"
    delimiter: str = ","
    has_header: bool = True


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says of a file; what is None is guessed."""

    encoding: str | None = None
    delimiter: str | None = None
    has_header: bool | None = None


NOTHING = Told()


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows in a row: their tweets, and all their cells in the form that the format writes."""

    texts: Sequence[str | None]
    cells: Any
    malformed: frozenset[int] = field(default_factory=frozenset)
    """Places in the chunk of rows that have too many cells."""

    @property
    def size(self) -> int:
        """How many rows."""
        return len(self.texts)


@dataclass(frozen=True, slots=True)
class Columns:
    """What a chunk's result adds, column by column, each as long as the chunk."""

    label: Sequence[str | None]
    probability_negative: Sequence[float | None]
    probability_positive: Sequence[float | None]
    uncertain: Sequence[bool]
    reason: Sequence[str | None]
    model_version: Sequence[str]


class Source(Protocol):
    """A table that is read from its beginning to its end, as often as asked but for pipes."""

    progress: float
    """Share of the file that is read, in [0, 1]."""

    @property
    def columns(self) -> Sequence[str]:
        """Names of the columns, all distinct unless a Parquet file has it otherwise."""
        ...

    def sample(self) -> list[list[Any]]:
        """The first rows, to show and to guess by."""
        ...

    def count(self) -> int | None:
        """How many rows there are, None if only reading all of it would tell."""
        ...

    def chunks(self, column: str, size: int = CHUNK_ROWS) -> Iterator[Chunk]:
        """All rows, `size` at a time; the tweets are in `column`.

        Raises:
            FileError: there is no such column, it holds no text, or the file breaks off.
        """
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


class Sink(AbstractContextManager["Sink"], Protocol):
    """A result that is written from its beginning to its end, whole once the context is left."""

    def write(self, chunk: Chunk, columns: Columns) -> None:
        """Add the rows of a chunk."""
        ...


def place_of(columns: Sequence[str], column: str) -> int:
    """Where a column stands.

    Raises:
        FileError: there is none of this name.
    """
    try:
        return list(columns).index(column)
    except ValueError:
        raise FileError(FileFault.NO_COLUMN, column) from None
