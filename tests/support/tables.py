"""Small tables for tests, and reading what became of them."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell

TWEETS: Sequence[str | None] = (
    "I love this flight, great crew",
    "worst airline ever,\nlost my bag",
    "",
    "Je suis très content de mon vol vers Paris, merci beaucoup à tous",
    "x" * 1_001,
    '=HYPERLINK("http://example.org")',
    "@united good meal 😀",
    None,
    "not good",
)
REASONS = (None, None, "empty", "language", "too_long", None, None, "empty", None)


def table(tweets: Sequence[str | None] = TWEETS) -> list[dict[str, Any]]:
    """Rows with a number, the tweet and a score of somebody else's."""
    return [{"id": n, "text": tweet, "points": -n / 2} for n, tweet in enumerate(tweets)]


def write(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    """Write rows in the format of the name."""
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(list(rows)), path, row_group_size=4)
    elif path.suffix == ".xlsx":
        book = Workbook(write_only=True)  # to find a row of another takes longer with every row
        sheet = book.create_sheet()
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row.values()])
        book.save(path)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return path


def _cell(sheet: Any, value: Any) -> WriteOnlyCell:
    """A cell whose text is no formula, whatever it begins with."""
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s" if isinstance(value, str) else cell.data_type
    return cell


def read(path: Path) -> list[dict[str, Any]]:
    """Rows of a file, with numbers, truths and None as Parquet has them."""
    if path.suffix == ".parquet":
        rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
        return rows
    if path.suffix == ".xlsx":
        head, *cells = load_workbook(path).active.iter_rows(values_only=True)
        return [dict(zip(map(str, head), row, strict=True)) for row in cells]
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {name: _value(name, cell) for name, cell in row.items()} for row in csv.DictReader(file)
        ]


def _value(name: str, cell: str) -> Any:
    if name == "uncertain":
        return cell == "true"
    if not cell:
        return None
    if name in {"id"}:
        return int(cell)
    return float(cell) if name.startswith("prob") or name == "points" else cell
