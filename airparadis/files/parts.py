"""Scores that are not yet part of a result: a file for each chunk, whole or not there."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from airparadis.domain.batches.batch import RowFault
from airparadis.files.engine import Row
from airparadis.files.writing import aside

_KIND = np.dtype([("positive", "<f8"), ("reason", "u1")])
_REASONS = (None, *RowFault)


class Parts:
    """The files in a folder, by the number of their chunk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def has(self, number: int, size: int) -> bool:
        """Whether a chunk of this size is scored."""
        try:
            return len(np.load(self._path(number))) == size
        except (FileNotFoundError, ValueError):
            return False

    def write(self, number: int, rows: Sequence[Row]) -> None:
        """Keep the scores of a chunk."""
        values = [
            (np.nan if positive is None else positive, _REASONS.index(reason))
            for positive, reason in rows
        ]
        with aside(self._path(number)) as temporary, temporary.open("wb") as file:
            np.save(file, np.array(values, _KIND))

    def read(self, number: int) -> list[Row]:
        """The scores of a chunk, to the bit."""
        values = np.load(self._path(number))
        return [
            (None if reason else positive, _REASONS[reason])
            for positive, reason in zip(
                values["positive"].tolist(), values["reason"].tolist(), strict=True
            )
        ]

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:06}.npy"
