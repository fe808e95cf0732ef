"""Waiting for what other processes and threads do."""

import time
from collections.abc import Callable

PATIENCE_SECONDS = 60


def wait_for(condition: Callable[[], bool], what: str) -> None:
    """Ask again and again until it is true, on a slow machine too; fails after a minute."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.05)
