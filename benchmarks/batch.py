"""Files of tweets: `python -m benchmarks.batch make`, then `... measure`.

`make` writes ROWS real tweets with a number and a time as CSV, XLSX or Parquet, by the name.
`measure` runs `python -m airparadis score` over each file and prints tweets a second of wall time,
processor time of a tweet over all processes (which other jobs on the machine disturb least), and
the memory of the largest process.
"""

import argparse
import itertools
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from airparadis.files.legacy.csv_sink import CsvSink

GROUP = 100_000


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
    print("| file | processes | seconds | tweets/s | processor us a tweet | MB |")
    print("| --- | --: | --: | --: | --: | --: |")
    for path, processes in itertools.product(options.paths, options.processes):
        print(measure(path, processes), flush=True)


def tables(data: Path, rows: int) -> Iterator[Any]:
    """Real tweets in tables of so many rows, over and over from the beginning."""
    columns = ["date_est", "text"]
    left, number = rows, 0
    while left:
        for batch in pq.ParquetFile(data).iter_batches(min(GROUP, left), columns=columns):
            taken = pa.Table.from_batches([batch]).slice(0, left)
            ids = pa.array(range(number, number + taken.num_rows))
            yield taken.add_column(0, "id", ids)
            number += taken.num_rows
            left -= taken.num_rows
            if not left:
                return


def make(data: Path, rows: int, path: Path) -> None:
    """Write a file in the format of its name."""
    found = tables(data, rows)
    if path.suffix == ".parquet":
        first = next(found)
        with pq.ParquetWriter(path, first.schema) as writer:
            for table in itertools.chain([first], found):
                writer.write_table(table)
    elif path.suffix == ".xlsx":
        _make_workbook(found, path)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            sink = CsvSink(file, ["id", "date_est", "text"], [])
            for table in found:
                sink._writer.writerows(row.values() for row in table.to_pylist())
    print(f"{path}: {rows:,} rows, {path.stat().st_size / 1e6:.0f} MB")


def _make_workbook(found: Iterator[Any], path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["id", "date_est", "text"])
    for table in found:
        for row in table.to_pylist():
            text = ILLEGAL_CHARACTERS_RE.sub("", row["text"]).lstrip("=")
            sheet.append([row["id"], row["date_est"], text])
    book.save(path)


def measure(path: Path, processes: int) -> str:
    """A row of the table."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        out = Path(folder) / f"out{path.suffix}"
        command = [sys.executable, "-m", "airparadis", "score", str(path), "--out", str(out)]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.perf_counter()
        done = subprocess.run(
            [*command, "--processes", str(processes)], check=True, capture_output=True, text=True
        )
        seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    rows = int(done.stderr.partition(" rows")[0].replace(",", ""))
    return (
        f"| {path.name} | {processes} | {seconds:,.0f} | {rows / seconds:,.0f} "
        f"| {1e6 * spent / rows:.0f} | {after.ru_maxrss / 1000:,.0f} |"
    )


if __name__ == "__main__":
    main()
