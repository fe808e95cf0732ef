"""Opening a table in this process; `process` does the same in a child of its own."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import IO, Any

from airparadis.domain.file_faults import FileError, FileFault, Kind
from airparadis.files.bounds import SAMPLE_BYTES
from airparadis.files.encodings import guess_encoding
from airparadis.files.registry import PACKABLE, PACKED, format_of_bytes
from airparadis.files.signatures import GZIP, refused_kind
from airparadis.files.streams import Peeked, RawFile, Unzipped
from airparadis.files.table import GUESS_ALL, ReadOptions, Source


@contextmanager
def open_here(path: Path, options: ReadOptions = GUESS_ALL) -> Iterator[Source]:
    """Open a file of any format.

    Raises:
        FileError: it is not there, no table, or cannot be read.
    """
    try:
        with path.open("rb") as file:
            yield open_stream(file, path.name, path.stat().st_size, options)
    except FileNotFoundError:
        raise FileError(FileFault.GONE) from None
    except OSError as error:
        raise FileError(FileFault.UNREADABLE, error.strerror or error) from None


def open_stream(
    file: IO[bytes], name: str, size: int | None, options: ReadOptions = GUESS_ALL
) -> Source:
    """Open what a stream holds.

    Args:
        file: a file, or a pipe, which is read once; the caller closes it.
        name: its end says what a text is where its beginning does not.
        size: in bytes, None for a pipe.
        options: how it is to be read.

    Raises:
        FileError: it is no table or cannot be read.
    """
    raw = _raw_file(file, name, size)
    form = format_of_bytes(raw.head, raw.suffix)
    if form.name in PACKABLE:
        _refuse_other_kinds(raw.head)
    elif raw.is_packed or raw.file is None:
        raise FileError(FileFault.KIND, Kind.PACKED_BINARY if raw.is_packed else Kind.PIPED)
    return form.open(raw, options)


def _raw_file(file: IO[bytes], name: str, size: int | None) -> RawFile:
    stored = Peeked(file)
    stream: Any = stored
    head = stored.peek(SAMPLE_BYTES)
    if not head:
        raise FileError(FileFault.EMPTY)
    is_packed = head.startswith(GZIP)
    if is_packed:
        unpacked = Peeked(io.BufferedReader(Unzipped(stored)))
        head = unpacked.peek(SAMPLE_BYTES)
        stream = unpacked
        if not head:
            raise FileError(FileFault.EMPTY)
        if head.startswith(GZIP):
            raise FileError(FileFault.KIND, Kind.PACKED)
    suffix = PurePath(name.lower().removesuffix(PACKED)).suffix
    return RawFile(stored, stream, head, suffix, None if size is None else file, size, is_packed)


def _refuse_other_kinds(head: bytes) -> None:
    is_wide = guess_encoding(head).startswith(("utf-16", "utf-32"))
    if kind := refused_kind(head, is_wide=is_wide):
        raise FileError(FileFault.KIND, kind)
