"""Files that a fit keeps for when it is interrupted."""

from collections.abc import Callable
from pathlib import Path


def keep(directory: Path | None, name: str, write: Callable[[Path], None]) -> None:
    """Have a file written aside and moved to its place: one cut short never counts.

    `write` writes the file `name` into the directory it is given. Without `directory` nothing is
    kept.
    """
    if directory is None:
        return
    aside = directory / "partial"
    aside.mkdir(parents=True, exist_ok=True)
    write(aside)
    (aside / name).replace(directory / name)
    aside.rmdir()
