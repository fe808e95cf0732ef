"""Room on the disk that must be there when it is full."""

import os
from contextlib import suppress
from pathlib import Path

KINDS = ("counter", "histogram")
BYTES = 1024 * 1024
"""Ten times what all endpoints need."""


PAGE_BYTES = 4096


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
            counted = file.read_bytes() if file.exists() else b""
            if len(counted) < BYTES:
                unfinished.write_bytes(counted.ljust(BYTES, b"\0"))
                unfinished.replace(file)


def release(folder: Path, pid: int) -> None:
    """Give back the room that a process which is gone has not used; its counts are kept.

    Zeros at a file's end are room. A value may end in zeros, too: a page more is left than needed.
    """
    for kind in KINDS:
        file = folder / f"{kind}_{pid}.db"
        with suppress(OSError):
            used = len(file.read_bytes().rstrip(b"\0"))
            pages = used // PAGE_BYTES + 2
            if pages * PAGE_BYTES < file.stat().st_size:
                os.truncate(file, pages * PAGE_BYTES)
