"""Writing delimited text."""

import csv
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from airparadis.domain.batches.csv_injection import escape_cell
from airparadis.files.cells import shown
from airparadis.files.table import Added, Block, Layout, WriteOptions
from airparadis.files.writing import text_output

_TRUTHS = {True: "true", False: "false", None: ""}


class CsvSink:
    """Writes the cells as they were, or such that no spreadsheet takes one for a formula."""

    def __init__(
        self, path: Path, layout: Layout, added: Sequence[Added], options: WriteOptions
    ) -> None:
        self._guard = _guarded if options.guard else _shown_cells
        self._file = text_output(path, "utf-8-sig" if options.mark else "utf-8")
        delimiter = layout.delimiter or ("\t" if path.suffix == ".tsv" else ",")
        self._writer = csv.writer(self._file, delimiter=delimiter, lineterminator="\r\n")
        self._writer.writerow(self._guard([*layout.columns, *(column.name for column in added)]))
        self._added = added

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def write(self, block: Block, added: Sequence[Sequence[Any]]) -> None:
        """Add rows; `csv` writes numbers such that they read back exactly."""
        values = [
            [_TRUTHS[value] for value in column] if about.kind is bool else column
            for about, column in zip(self._added, added, strict=True)
        ]
        self._writer.writerows(
            [*self._guard(row), *cells]
            for row, cells in zip(block.rows(), zip(*values, strict=True), strict=True)
        )


def _shown_cells(cells: Sequence[Any]) -> Sequence[Any]:
    return [cell if isinstance(cell, str) else shown(cell) for cell in cells]


def _guarded(cells: Sequence[Any]) -> Sequence[Any]:
    return [cell if _is_plain_number(cell) else escape_cell(cell) for cell in _shown_cells(cells)]


def _is_plain_number(cell: str) -> bool:
    return cell[:1] in "+-" and cell[1:].replace(".", "", 1).isdecimal() and cell.isascii()
