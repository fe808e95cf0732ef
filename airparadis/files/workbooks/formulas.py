"""Formulas whose values were never stored: programs write them, only spreadsheets compute them."""

import io
import re
from collections.abc import Callable
from typing import IO, Any

_UNCOMPUTED = re.compile(rb"(?:</f>|<f(?:\s[^>]*)?/>)\s{0,9}(?:<v\s?/>|<v></v>)?\s{0,9}</c>")
_OVERLAP = 40
"""Bytes of the longest match, which two blocks may share."""


class FormulaCounter(io.RawIOBase):
    """A sheet on its way to its reader; formulas without a value are counted."""

    def __init__(self, part: IO[bytes], count: Callable[[int], None]) -> None:
        self._part = part
        self._count = count
        self._tail = b""

    def readable(self) -> bool:
        """Return that it is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what comes next."""
        block = self._part.read(len(buffer))
        text = self._tail + block
        new = (found.end() > len(self._tail) for found in _UNCOMPUTED.finditer(text))
        if number := sum(new):
            self._count(number)
        self._tail = text[-_OVERLAP:]
        buffer[: len(block)] = block
        return len(block)

    def close(self) -> None:
        """Close the part, too."""
        self._part.close()
        super().close()
