"""How much memory this process has had at most."""

import re
import resource
import sys
from pathlib import Path


def peak_memory_mb() -> float:
    """In units of 10^6 bytes; of this process only, while `getrusage` inherits its parent's."""
    try:
        found = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    except OSError:
        found = None
    if found:
        return int(found[1]) * 1024 / 1e6
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
