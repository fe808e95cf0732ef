"""Make every fault, or those that are named, and print the table of docs/reliability.md."""

import sys
import tempfile
import time
from pathlib import Path

from benchmarks.faults.disks import UnsupportedError
from benchmarks.faults.table import FAULTS

HEAD = """| fault | what clients saw | acknowledged | lost | twice | recovery |
| --- | --- | --: | --: | --: | --: |"""


def main(names: list[str]) -> int:
    """Run; 1 if anything was lost, stored twice, or did not go as it should."""
    print(HEAD, flush=True)
    is_good = True
    for name in names or list(FAULTS):
        started = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            try:
                outcome = FAULTS[name].make(Path(folder), FAULTS[name].full)
            except UnsupportedError as reason:
                print(f"| {name} | not run: {reason} | – | – | – | – |", flush=True)
                continue
            except (RuntimeError, TimeoutError, OSError, AssertionError) as error:
                print(f"| {name} | **{type(error).__name__}: {error}** | | | | |", flush=True)
                is_good = False
                continue
        is_good &= outcome.is_good
        print(outcome.line(), flush=True)
        print(f"{name}: {time.monotonic() - started:.0f} s", file=sys.stderr)
    return 0 if is_good else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
