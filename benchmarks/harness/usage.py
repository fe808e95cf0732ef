"""Wall time, processor time and memory of a piece of work."""

import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

MAX_RSS_BYTES = 1 if sys.platform == "darwin" else 1024


@dataclass
class Usage:
    """Resources of a block and of the child processes that ended in it."""

    seconds: float = 0.0
    processor_seconds: float = 0.0
    max_mb: float = 0.0
    """Memory of the largest child process so far, in units of 10^6 bytes."""


@contextmanager
def measured() -> Iterator[Usage]:
    """Measure a block; the result is filled in at its end."""
    usage, started, before = Usage(), time.perf_counter(), _processor_seconds()
    yield usage
    usage.seconds = time.perf_counter() - started
    usage.processor_seconds = _processor_seconds() - before
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    usage.max_mb = children.ru_maxrss * MAX_RSS_BYTES / 1e6


def _processor_seconds() -> float:
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, whose))
