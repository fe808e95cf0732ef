"""Work that ends its process is not begun for ever."""

from contextlib import suppress
from pathlib import Path

MOST = 5
"""Beginnings without an end. Machines do stop at times; five times over one file is the file."""


class Strikes:
    """Counts in a file how often something was begun and never ended.

    A file that fills all memory takes its worker with it, and the supervisor starts another, which
    begins with the same file: no exception tells of that.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def begin(self) -> bool:
        """Note a beginning; whether there may be another."""
        count = self._count()
        if count >= MOST:
            return False
        with suppress(OSError):  # the disk is full, or there is no folder: the work will tell
            self._path.write_text(str(count + 1))
        return True

    def end(self) -> None:
        """Forget all beginnings: this one came to an end, good or bad."""
        self._path.unlink(missing_ok=True)

    def _count(self) -> int:
        try:
            return int(self._path.read_text() or 0)
        except (FileNotFoundError, ValueError):
            return 0
