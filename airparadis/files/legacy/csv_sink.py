"""Writing CSV."""

import csv
from collections.abc import Sequence
from types import TracebackType
from typing import IO, Self

from airparadis.domain.batches.csv_injection import escape_cell
from airparadis.files.legacy.files import Chunk, Columns

_WORDS = {True: "true", False: "false"}


class CsvSink:
    """Writes UTF-8, the cells as they were or such that no spreadsheet takes one for a formula."""

    def __init__(
        self,
        file: IO[str],
        columns: Sequence[str],
        added: Sequence[str],
        delimiter: str = ",",
        *,
        guard: bool = False,
    ) -> None:
        self._guard = _guarded if guard else list
        self._file = file
        self._writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
        self._writer.writerow(self._guard([*columns, *added]))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.flush()

    def write(self, chunk: Chunk, columns: Columns) -> None:
        """Add the rows of a chunk; `csv` writes numbers such that they read back exactly."""
        added = zip(
            columns.label,
            columns.probability_negative,
            columns.probability_positive,
            map(_WORDS.__getitem__, columns.uncertain),
            columns.reason,
            columns.model_version,
            strict=True,
        )
        self._writer.writerows(
            [*self._guard(row), *cells] for row, cells in zip(chunk.cells, added, strict=True)
        )


def _guarded(cells: Sequence[str]) -> list[str]:
    return [cell if _is_plain_number(cell) else escape_cell(cell) for cell in cells]


def _is_plain_number(cell: str) -> bool:
    return cell[:1] in "+-" and cell[1:].replace(".", "", 1).isdecimal() and cell.isascii()
