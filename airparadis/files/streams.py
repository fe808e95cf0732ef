"""Byte streams as readers want them: with a beginning that was read, unpacked within bounds."""

import gzip
import io
import zlib
from dataclasses import dataclass
from typing import IO, Any

from airparadis.domain.file_faults import FileError, FileFault
from airparadis.files.bounds import MAX_UNPACKING_RATIO, UNPACKING_SLACK

_BLOCK = 1 << 18


class Peeked(io.RawIOBase):
    """A stream whose beginning can be looked at before it is read.

    A pipe is read once, so what was peeked at is returned again first. `position` is how many
    bytes of the underlying stream are read.
    """

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw = raw
        self._head = b""
        self.position = 0

    def peek(self, size: int) -> bytes:
        """Return the first bytes, `size` of them unless the stream is shorter."""
        while len(self._head) < size:
            block = self._raw.read(size - len(self._head))
            if not block:
                break
            self.position += len(block)
            self._head += block
        return self._head[:size]

    def readable(self) -> bool:
        """Return that it is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what was looked at, then what comes next."""
        if self._head:
            block, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        else:
            block = self._raw.read(len(buffer))
            self.position += len(block)
        buffer[: len(block)] = block
        return len(block)


@dataclass(slots=True)
class RawFile:
    """A file as it came: from a path or, where `file` is None, from a pipe."""

    stored: Peeked
    """Its bytes as they are stored."""
    stream: IO[bytes]
    """Its bytes, unpacked."""
    head: bytes
    """The beginning of these."""
    suffix: str
    """The end of its name without ".gz", in lower case: ".csv"."""
    file: IO[bytes] | None = None
    """The file itself, for formats that need random access."""
    size: int | None = None
    """Size in bytes, as stored."""
    is_packed: bool = False

    @property
    def progress(self) -> float:
        """Share of the file that is read, 0 for a pipe."""
        return min(self.stored.position / self.size, 1.0) if self.size else 0.0


class Unzipped(io.RawIOBase):
    """A gzip stream unpacked, never out of all proportion to what is read of it."""

    def __init__(self, raw: Peeked) -> None:
        self._raw = raw
        self._file = gzip.GzipFile(fileobj=io.BufferedReader(raw, _BLOCK))
        self._unpacked = 0

    def readable(self) -> bool:
        """Return that it is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Unpack what comes next.

        Raises:
            FileError: the file is damaged, breaks off, or unpacks to more than tweets ever do.
        """
        try:
            block = self._file.read(len(buffer))
        except (OSError, EOFError, zlib.error) as error:
            raise FileError(FileFault.UNREADABLE, f"damaged gzip: {error}") from None
        self._unpacked += len(block)
        allowed = max(UNPACKING_SLACK, MAX_UNPACKING_RATIO * self._raw.position)
        if self._unpacked > allowed:
            raise FileError(FileFault.INFLATES, allowed // 1_000_000)
        buffer[: len(block)] = block
        return len(block)
