"""Lines of a text in chunks; one that never ends is cut."""

import io
from typing import IO

from airparadis.files.bounds import MAX_ROW

CHUNK_CHARACTERS = 1 << 17


class Lines:
    """Whole lines, each with its end; a line of more than `MAX_ROW` characters was cut."""

    def __init__(self, text: IO[str]) -> None:
        self._text = text
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
                text = self._take(len(self._ahead))
                break
            if len(self._ahead) > MAX_ROW:
                text = self._take(MAX_ROW) + "\n"
                self._skip_line()
                break
            size += CHUNK_CHARACTERS
        return io.StringIO(text, newline="\n").readlines()

    def read_text(self, size: int) -> str:
        """Return the whole lines among the next `size` characters, "" if there are none."""
        while len(self._ahead) < size and not self._is_over:
            piece = self._text.read(size - len(self._ahead))
            self._is_over = not piece
            self._ahead += piece
        return self._take(self._ahead.rfind("\n", 0, size) + 1)

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
