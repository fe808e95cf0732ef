"""Scores that are not yet part of a result: a file for each chunk, whole or not there."""

from collections.abc import Sequence
from math import isnan
from pathlib import Path

import numpy as np

from airparadis.domain.batches.batch import RowFault
from airparadis.files.scoring.rows import Row
from airparadis.files.writing import aside
from airparadis.text.language import Language

_KIND = np.dtype([("positive", "<f8"), ("neutral", "<f8"), ("language", "u1"), ("fault", "u1")])
_FAULTS = (None, *RowFault)
_LANGUAGES = (None, *Language)


class Parts:
    """The files in a folder, by the number of their chunk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def has(self, number: int, size: int) -> bool:
        """Return whether a chunk of this size is scored."""
        try:
            values = np.load(self._path(number))
            return values.dtype == _KIND and len(values) == size
        except (FileNotFoundError, ValueError):
            return False

    def write(self, number: int, rows: Sequence[Row]) -> None:
        """Keep the scores of a chunk."""
        values = [
            (
                np.nan if row.positive is None else row.positive,
                np.nan if row.neutral is None else row.neutral,
                _LANGUAGES.index(row.language),
                _FAULTS.index(row.fault),
            )
            for row in rows
        ]
        with aside(self._path(number)) as temporary, temporary.open("wb") as file:
            np.save(file, np.array(values, _KIND))

    def read(self, number: int) -> list[Row]:
        """The scores of a chunk, to the bit."""
        values = np.load(self._path(number))
        return [
            Row(
                None if fault else positive,
                None if isnan(neutral) else neutral,
                _LANGUAGES[language],
                _FAULTS[fault],
            )
            for positive, neutral, language, fault in values.tolist()
        ]

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:06}.npy"
