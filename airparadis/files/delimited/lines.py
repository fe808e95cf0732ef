"""Lines of a text in chunks; one that never ends is cut."""

import io
import re
from collections.abc import Callable
from typing import IO

from airparadis.files.bounds import MAX_ROW

CHUNK_CHARACTERS = 1 << 17

_QUOTED = re.compile(r'"[^"]*"')
_RETURN = re.compile(r"\r(?!\n)")
_MIN_RETURNS = 0.1
_MARK = "\ufeff"


class Lines:
    """Whole lines, each with its end; a line of more than `MAX_ROW` characters was cut."""

    def __init__(self, text: IO[str], change: Callable[[str], str] | None = None) -> None:
        """Begin to read.

        Args:
            text: opened such that "\\n" ends its lines.
            change: what to do with each line that `read` returns.
        """
        self._text = text
        self._change = change
        self._ahead = ""
        """Text that is read, but not returned."""
        self._is_over = False
        self.taken = 0
        """Characters that were returned and not put back."""

    def read(self) -> list[str]:
        """Return the next lines, none at the end."""
        size = CHUNK_CHARACTERS
        while not (text := self.read_text(size)):
            if self._is_over:
                text = without_marks(self._take(len(self._ahead)))
                break
            if len(self._ahead) > MAX_ROW:
                text = self._take(MAX_ROW) + "\n"
                self._skip_line()
                break
            size += CHUNK_CHARACTERS
        lines = io.StringIO(text, newline="\n").readlines()
        return lines if self._change is None else list(map(self._change, lines))

    def read_text(self, size: int) -> str:
        """Return the whole lines among the next `size` characters, "" if there are none."""
        while len(self._ahead) < size and not self._is_over:
            piece = self._text.read(size - len(self._ahead))
            self._is_over = not piece
            self._ahead += piece
        return without_marks(self._take(self._ahead.rfind("\n", 0, size) + 1))

    def put_back(self, text: str) -> None:
        """Have some lines, the last that were returned, read again."""
        self._ahead = text + self._ahead
        self.taken -= len(text)

    def _take(self, size: int) -> str:
        text, self._ahead = self._ahead[:size], self._ahead[size:]
        self.taken += size
        return text

    def _skip_line(self) -> None:
        """Skip the rest of a line."""
        while (end := self._ahead.find("\n")) < 0 and not self._is_over:
            self._ahead = self._text.read(CHUNK_CHARACTERS)
            self._is_over = not self._ahead
        self._ahead = self._ahead[end + 1 :]


def is_cut(line: str) -> bool:
    """Return whether a line was too long and has been cut."""
    return len(line) > MAX_ROW


def without_marks(text: str) -> str:
    """Drop byte order marks at the beginning of lines, as files put together have them."""
    if _MARK not in text:
        return text
    return text.lstrip(_MARK).replace(f"\n{_MARK}", "\n")


def has_returns(sample: str) -> bool:
    """Detect carriage returns as line ends, be it among others; in quoted cells they are none."""
    plain = _QUOTED.sub("", sample)
    returns = len(_RETURN.findall(plain))
    return returns > 0 and returns >= _MIN_RETURNS * (returns + plain.count("\n"))
