"""Lines of a text in chunks; one that never ends is cut."""

import io
from typing import IO

from airparadis.files.bounds import MAX_ROW

CHUNK_CHARACTERS = 1 << 17


class Lines:
    """Whole lines, each with its end; a line of more than `MAX_ROW` characters was cut."""

    def __init__(self, text: IO[str]) -> None:
        self._text = text
        self._rest = ""
        """The beginning of the next line."""
        self._is_over = False

    def read(self) -> list[str]:
        """Return the next lines, none at the end."""
        while not self._is_over:
            piece = self._text.read(CHUNK_CHARACTERS)
            self._is_over = not piece
            lines = io.StringIO(self._rest + piece, newline="\n").readlines()
            self._rest = "" if self._is_over or not lines else self._incomplete(lines)
            if len(self._rest) > MAX_ROW:
                lines.append(self._rest[:MAX_ROW] + "\n")
                self._rest = self._after_line_end()
            if lines:
                return lines
        return []

    @staticmethod
    def _incomplete(lines: list[str]) -> str:
        """Take away the last line if its end is not read yet."""
        return "" if lines[-1].endswith("\n") else lines.pop()

    def _after_line_end(self) -> str:
        """Skip the rest of a line."""
        while piece := self._text.read(CHUNK_CHARACTERS):
            _, end, rest = piece.partition("\n")
            if end:
                return rest
        self._is_over = True
        return ""


def is_cut(line: str) -> bool:
    """Return whether a line was too long and has been cut."""
    return len(line) > MAX_ROW
