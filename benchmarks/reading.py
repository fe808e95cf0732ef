"""Speed of reading alone: `python -m benchmarks.reading FILE ...`.

Reads each file in a child process, as batches and imports do, and takes its tweets out of it; makes
no use of them. `python -m benchmarks.batch make` makes files. Prints rows a second of wall time,
processor time of both processes, which other jobs on the machine disturb least, and the memory of
the child.
"""

import argparse
import resource
import time
from pathlib import Path

from airparadis.files.reading import open_table
from benchmarks.harness.tables import head, row
from benchmarks.harness.usage import MAX_RSS_BYTES


def main() -> None:
    """Read files, and print a row of the table for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--times", type=int, default=1, help="the best of so many is printed")
    options = parser.parse_args()
    print(head("file", "rows", "rows/s", "processor us a row", "MB of the largest child so far"))
    for path in options.paths:
        print(measure(path, options.times), flush=True)


def measure(path: Path, times: int) -> str:
    """Read a file some times and format a row of the table."""
    runs = [read(path) for _ in range(times)]
    rows = runs[0][0]
    max_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * MAX_RSS_BYTES / 1e6
    return row(
        path.name,
        f"{rows:,}",
        f"{rows / min(seconds for _, seconds, _ in runs):,.0f}",
        f"{1e6 * min(used for _, _, used in runs) / rows:.2f}",
        f"{max_mb:,.0f}",
    )


def read(path: Path) -> tuple[int, float, float]:
    """Read a file: rows, seconds, and processor seconds of both processes."""
    started, before, rows = time.perf_counter(), _processor_seconds(), 0
    with open_table(path) as table:
        place = table.layout.text_column
        for block in table.blocks():
            rows += len(block.texts(place))
    return rows, time.perf_counter() - started, _processor_seconds() - before


def _processor_seconds() -> float:
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, whose))


if __name__ == "__main__":
    main()
