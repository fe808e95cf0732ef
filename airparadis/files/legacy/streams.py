"""Byte streams as a reader wants them."""

import io
from typing import IO, Any


class Unclosed(io.RawIOBase):
    """Reads a file that outlives its reader."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw = raw

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what comes next."""
        block = self._raw.read(len(buffer))
        buffer[: len(block)] = block
        return len(block)


class Rejoined(Unclosed):
    """A pipe whose beginning was read already."""

    def __init__(self, head: bytes, raw: IO[bytes]) -> None:
        super().__init__(raw)
        self._head = head

    def readinto(self, buffer: Any) -> int:
        """Read the beginning first."""
        if not self._head:
            return super().readinto(buffer)
        block, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        buffer[: len(block)] = block
        return len(block)
