"""The memory that this process has needed."""

import resource
import sys

RSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in a unit of `ru_maxrss`; see getrusage(2)."""


def peak_memory_mb() -> float:
    """Return the most memory this process has held so far, in units of 10^6 bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * RSS_UNIT / 1e6
