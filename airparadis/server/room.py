"""Room on the disk that must be there when it is full."""

from contextlib import suppress
from pathlib import Path

KINDS = ("counter", "histogram")
BYTES = 1024 * 1024
"""Ten times what all endpoints need."""


def reserve(folder: Path, pid: int) -> None:
    """Write the files of Prometheus' client for a process, full of zeros, as it expects new ones.

    The client makes them longer without writing and maps them into memory: on a full disk, the
    first count in a page that was never written kills the process (SIGBUS). A file appears only
    once it is whole: other workers read all of them at every scrape, and fail on an empty one. The
    file of an earlier worker with the same number is kept, for its counts are added up, too.
    """
    for kind in KINDS:
        file = folder / f"{kind}_{pid}.db"
        unfinished = file.with_suffix(".new")
        with suppress(OSError):
            if not file.exists():
                unfinished.write_bytes(bytes(BYTES))
                unfinished.replace(file)
