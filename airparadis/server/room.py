"""Room on the disk that must be there when it is full."""

from contextlib import suppress
from pathlib import Path

KINDS = ("counter", "histogram")
BYTES = 1024 * 1024
"""Ten times what all endpoints need."""


def reserve(folder: Path, pid: int) -> None:
    """Write the files of Prometheus' client for a process, full of zeros, as it expects new ones.

    The client makes them longer without writing and maps them into memory: on a full disk, the
    first count in a page that was never written kills the process (SIGBUS).
    """
    for kind in KINDS:
        with suppress(OSError):
            (folder / f"{kind}_{pid}.db").write_bytes(bytes(BYTES))
