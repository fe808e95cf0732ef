"""A limit on how often work that kills its process is started again."""

from contextlib import suppress
from pathlib import Path

MAX_ATTEMPTS = 5
"""Starts without an end. Machines do crash; five crashes over one file are the file's fault."""


class AttemptLimit:
    """Count in a file how often a piece of work was started and never ended.

    A file that fills all memory kills its worker, and the supervisor starts another that picks up
    the same file: no exception reports that.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def begin(self) -> bool:
        """Record a start and return whether it is allowed."""
        count = self._count()
        if count >= MAX_ATTEMPTS:
            return False
        with suppress(OSError):  # a full disk or a missing folder: the work itself will fail on it
            self._path.write_text(str(count + 1))
        return True

    def end(self) -> None:
        """Forget all starts: this one has ended, successfully or not."""
        self._path.unlink(missing_ok=True)

    def _count(self) -> int:
        try:
            return int(self._path.read_text() or 0)
        except (FileNotFoundError, ValueError):
            return 0
