"""Speed of scoring files: `python -m benchmarks.batch make`, then `... measure`.

`make` writes ROWS real tweets with a number and a time as CSV, XLSX or Parquet, by the name.
`measure` runs `python -m airparadis score` over each file and prints tweets a second of wall time,
processor time a tweet over all processes (which other jobs on the machine disturb least), and the
memory of the largest process so far.
"""

import argparse
import csv
import itertools
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from benchmarks.harness.tables import head, row
from benchmarks.harness.usage import measured

COLUMNS = ["date_est", "text"]
GROUP_ROWS = 100_000


def main() -> None:
    """Make files, or measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    making = verbs.add_parser("make")
    making.add_argument("--data", type=Path, required=True, help="parquet with a column text")
    making.add_argument("--rows", type=int, default=1_000_000)
    making.add_argument("paths", type=Path, nargs="+")
    measuring = verbs.add_parser("measure")
    measuring.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    measuring.add_argument("paths", type=Path, nargs="+")
    options = parser.parse_args()
    if options.verb == "make":
        for path in options.paths:
            make(options.data, options.rows, path)
        return
    print(head("file", "processes", "seconds", "tweets/s", "processor us a tweet", "MB"))
    for path, processes in itertools.product(options.paths, options.processes):
        print(measure(path, processes), flush=True)


def make(data: Path, rows: int, path: Path) -> None:
    """Write real tweets, over and over from the first, in the format of the file's name."""
    tables = _tables(data, rows)
    if path.suffix == ".parquet":
        first = next(tables)
        with pq.ParquetWriter(path, first.schema) as parquet:
            for table in itertools.chain([first], tables):
                parquet.write_table(table)
    elif path.suffix == ".xlsx":
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        sheet.append(["id", *COLUMNS])
        for number, at, text in _rows(tables):
            sheet.append([number, at, ILLEGAL_CHARACTERS_RE.sub("", text).lstrip("=")])
        book.save(path)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["id", *COLUMNS])
            writer.writerows(_rows(tables))
    print(f"{path}: {rows:,} rows, {path.stat().st_size / 1e6:.0f} MB")


def _tables(data: Path, rows: int) -> Iterator[Any]:
    number = 0
    while number < rows:
        for batch in pq.ParquetFile(data).iter_batches(GROUP_ROWS, columns=COLUMNS):
            table = pa.Table.from_batches([batch]).slice(0, rows - number)
            if table.num_rows:
                ids = pa.array(range(number, number + table.num_rows))
                yield table.add_column(0, "id", ids)
            number += table.num_rows


def _rows(tables: Iterator[Any]) -> Iterator[tuple[Any, ...]]:
    for table in tables:
        yield from zip(*(column.to_pylist() for column in table.columns), strict=True)


def measure(path: Path, processes: int) -> str:
    """Score a file and format a row of the table."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder, measured() as used:
        out = Path(folder) / f"out{path.suffix}"
        command = [sys.executable, "-m", "airparadis", "score", str(path), "--out", str(out)]
        done = subprocess.run(
            [*command, "--processes", str(processes)], check=True, capture_output=True, text=True
        )
    rows = int(done.stderr.partition(" rows")[0].replace(",", ""))
    return row(
        path.name,
        processes,
        f"{used.seconds:,.0f}",
        f"{rows / used.seconds:,.0f}",
        f"{1e6 * used.processor_seconds / rows:.0f}",
        f"{used.max_mb:,.0f}",
    )


if __name__ == "__main__":
    main()
