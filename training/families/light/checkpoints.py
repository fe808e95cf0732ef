"""Files that an interrupted fit resumes from."""

from collections.abc import Callable
from pathlib import Path


def store(directory: Path | None, name: str, write: Callable[[Path], None]) -> None:
    """Write a file aside and move it to its place: one cut short never counts.

    `write` writes the file `name` into the directory it is given. Without `directory` nothing is
    stored.
    """
    if directory is None:
        return
    aside = directory / "partial"
    aside.mkdir(parents=True, exist_ok=True)
    write(aside)
    (aside / name).replace(directory / name)
    aside.rmdir()
