"""Helpers of all writers: atomic output files, and columns by name."""

import gzip
import io
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from airparadis.domain.file_faults import FileError, FileFault

PIPE = Path("-")


def place_of(columns: Sequence[str], column: str) -> int:
    """Return the place of a column.

    Raises:
        FileError: there is none of this name.
    """
    try:
        return list(columns).index(column)
    except ValueError:
        raise FileError(FileFault.NO_COLUMN, column) from None


def text_output(path: Path, encoding: str) -> IO[str]:
    """Open a text for writing, packed if its name says so; `-` is standard output."""
    if path == PIPE:
        return io.TextIOWrapper(
            os.fdopen(os.dup(sys.stdout.fileno()), "wb"), encoding, "replace", newline=""
        )
    if path.suffix == ".gz":
        return gzip.open(path, "wt", encoding=encoding, errors="replace", newline="")
    return path.open("w", encoding=encoding, errors="replace", newline="")


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """Give a file that takes the place of `path` when all has gone well, after it is on disk."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=f".{path.name}")
    os.close(descriptor)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    """Return what keeps files from others: one that `mkstemp` makes is the owner's alone."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
