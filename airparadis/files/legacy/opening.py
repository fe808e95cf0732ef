"""Opening tables and results by their format."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from airparadis.domain.batches.batch import added_columns
from airparadis.domain.batches.file_format import FileFormat
from airparadis.domain.file_faults import FileError, FileFault
from airparadis.files.legacy import guess
from airparadis.files.legacy.csv_sink import CsvSink
from airparadis.files.legacy.csv_source import CsvSource, open_csv
from airparadis.files.legacy.files import NOTHING, Layout, Sink, Source, Told

PIPE = Path("-")


def open_source(path: Path, form: FileFormat, told: Told = NOTHING) -> Source:
    """Open a table.

    Args:
        path: the file, or `-` for standard input.
        form: its format.
        told: how to read CSV, and whether a CSV or a sheet has a header, as far as known.

    Raises:
        FileError: it cannot be read.
    """
    if path == PIPE:
        return CsvSource(sys.stdin.buffer, None, told)
    try:
        if form is FileFormat.CSV:
            return open_csv(path, told)
        if form is FileFormat.XLSX:
            from airparadis.files.legacy.xlsx_files import XlsxSource

            return XlsxSource(path, told)
        from airparadis.files.legacy.parquet_files import ParquetSource

        return ParquetSource(path)
    except FileNotFoundError:
        raise FileError(FileFault.GONE) from None
    except OSError as error:
        raise FileError(FileFault.UNREADABLE, error.strerror or error) from None


def found_layout(source: Source) -> Layout:
    """How a table is read."""
    layout = getattr(source, "layout", None)
    return layout if isinstance(layout, Layout) else Layout()


def guessed_column(source: Source) -> str:
    """The column that holds the tweets, as far as one can tell."""
    return guess.text_column(source.columns, source.sample())


@contextmanager
def open_sink(
    path: Path, form: FileFormat, source: Source, *, guard: bool = False, mark: bool = False
) -> Iterator[Sink]:
    """Write a result that appears as a whole, or not at all.

    Args:
        path: the file, which is replaced if it is there; `-` for standard output.
        form: its format: the source's own for Parquet; CSV and XLSX can take each other's rows.
        source: what is scored.
        guard: whether CSV cells are made safe for spreadsheets.
        mark: whether CSV begins with a byte order mark, without which Excel takes UTF-8 for
            something else.
    """
    if path == PIPE:
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
        with _csv_sink(sys.stdout, source, guard=guard) as sink:
            yield sink
        return
    with aside(path) as temporary, _sink(temporary, form, source, guard, mark) as sink:
        yield sink


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """A file that takes the place of `path` when all has gone well, after it is on disk."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
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


@contextmanager
def _sink(path: Path, form: FileFormat, source: Source, guard: bool, mark: bool) -> Iterator[Sink]:
    added = added_columns(source.columns)
    if form is FileFormat.XLSX:
        from airparadis.files.legacy.xlsx_files import XlsxSink

        with XlsxSink(path, source.columns, added) as xlsx:
            yield xlsx
    elif form is FileFormat.PARQUET:
        from airparadis.files.legacy.parquet_files import ParquetSink

        with ParquetSink(path, getattr(source, "schema", None), added) as parquet:
            yield parquet
    else:
        encoding = "utf-8-sig" if mark else "utf-8"
        with (
            path.open("w", encoding=encoding, errors="replace", newline="") as file,
            _csv_sink(file, source, guard=guard) as sink,
        ):
            yield sink


def _csv_sink(file: Any, source: Source, *, guard: bool) -> CsvSink:
    delimiter = found_layout(source).delimiter
    return CsvSink(file, source.columns, added_columns(source.columns), delimiter, guard=guard)


def _umask() -> int:
    """Files that `mkstemp` makes are the owner's alone; a result is as any other file."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
