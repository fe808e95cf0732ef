"""Reading of uploaded tables: in a child process, whatever their format."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from importlib import import_module
from math import inf
from pathlib import Path
from typing import IO, Any

from airparadis.domain.file_faults import FileError, FileFault
from airparadis.files.bounds import COLUMNS_FROM, Limits
from airparadis.files.notes import Notes
from airparadis.files.process.parent import TableProcess
from airparadis.files.table import GUESS_ALL, Block, ReadOptions


class Table:
    """An open table: its layout, its first rows, and all rows once."""

    def __init__(self, process: TableProcess, keep_on: Callable[[], bool]) -> None:
        self._process = process
        self._keep_on = keep_on
        while process.layout is None:
            process.receive()
            self._check(is_waiting=process.layout is None)
        self.layout = process.layout

    def sample(self) -> Sequence[Sequence[Any]]:
        """Return the first rows, without the header."""
        return self._process.sample

    @property
    def progress(self) -> float:
        """Share of the file that is read, in [0, 1]."""
        return self._process.progress

    @property
    def notes(self) -> Notes:
        """Repairs and omissions; complete when all blocks were read."""
        return self._process.notes

    def blocks(self) -> Iterator[Block]:
        """Read all rows.

        Raises:
            FileError: the file cannot be read to its end, or reading it was stopped.
        """
        while not self._process.is_over:
            block = self._process.receive()
            if block is not None:
                yield block
            self._check(is_waiting=block is None and not self._process.is_over)

    def _check(self, *, is_waiting: bool) -> None:
        if is_waiting and not self._keep_on():
            raise FileError(FileFault.STOPPED)


@contextmanager
def open_table(
    path: Path,
    options: ReadOptions = GUESS_ALL,
    *,
    name: str | None = None,
    limits: Limits | None = None,
    keep_on: Callable[[], bool] = lambda: True,
) -> Iterator[Table]:
    """Open a file of any format in a child process.

    Args:
        path: the file.
        options: how it is to be read.
        name: what people call it, if that is not the name of the path.
        limits: what reading it may take.
        keep_on: asked while nothing comes; the child is ended when it says no.

    Raises:
        FileError: it is not there, no table, or cannot be read.
    """
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            process = TableProcess(file, name or path.name, size, options, limits)
            if size > COLUMNS_FROM:
                import_module("pyarrow")  # while the child starts, which sends columns
    except FileNotFoundError:
        raise FileError(FileFault.GONE) from None
    except OSError as error:
        raise FileError(FileFault.UNREADABLE, error.strerror or error) from None
    with closing(process):
        yield Table(process, keep_on)


@contextmanager
def open_pipe(pipe: IO[bytes], options: ReadOptions = GUESS_ALL) -> Iterator[Table]:
    """Open a pipe, which is read once and may be slow.

    Raises:
        FileError: it gives no table, or one that cannot be read.
    """
    with closing(TableProcess(pipe, "-", None, options, Limits(patience=inf))) as process:
        yield Table(process, lambda: True)
