"""Speed of a trained artifact on this machine, measured in processes of its own.

Every process computes with one thread, whatever the family, so that one core is compared with one
core; a batch is spread over as many processes as there are cores.
"""

import math
import os
import platform
import re
import resource
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from joblib import cpu_count

from training.evaluation.loading import Score, load_scorer

N_SINGLES = 500
"""Tweets scored one by one."""

BATCH = 1000
BATCH_SECONDS = 20.0
"""Processor time of all batches, roughly: a slow model scores fewer of them."""

WARM_UP = 20
MAX_RSS_BYTES = 1 if sys.platform == "darwin" else 1024
"""Bytes in a unit of `ru_maxrss`; see getrusage(2)."""


@dataclass(frozen=True)
class Latency:
    """Load time in seconds, microseconds a tweet, and the memory held then.

    `median_us` and `p95_us` are of wall time; `processor_us`, the mean of processor time, is what
    other jobs on the machine disturb least.
    """

    load_seconds: float
    median_us: float
    p95_us: float
    processor_us: float
    memory_mb: float


@dataclass(frozen=True)
class Speed:
    """One process's latency, and batches with `processes` at work.

    `tweets_per_second` is of wall time over all of them, `processor_us` the processor time of a
    tweet in a batch, in microseconds.
    """

    latency: Latency
    tweets_per_second: float
    processor_us: float
    processes: int


def measure_speed(directory: Path, texts: Sequence[str], processes: int | None = None) -> Speed:
    """Load the artifact in `processes` (one a core unless given) and time it on raw tweets."""
    processes = processes or cpu_count()
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _load, (directory,))
    with pool:
        latency = pool.submit(_latency, list(texts[:N_SINGLES])).result()
        enough = math.ceil(processes * BATCH_SECONDS / (latency.median_us / 1e6))
        batches = _batches(texts[:enough], processes)
        list(pool.map(_score, [["warm up"]] * processes * 4))
        started = time.perf_counter()
        processor_seconds = sum(pool.map(_score, batches))
        seconds = time.perf_counter() - started
    rows = sum(map(len, batches))
    return Speed(latency, rows / seconds, processor_seconds / rows * 1e6, processes)


def describe_machine() -> str:
    """Describe processor, cores, load and Python version."""
    busy = f"load average {os.getloadavg()[0]:.1f}"
    return f"{_processor()}, {cpu_count()} cores, {busy}, Python {platform.python_version()}"


def peak_memory_mb() -> float:
    """Return the most memory this process has held so far, in units of 10^6 bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * MAX_RSS_BYTES / 1e6


def _batches(texts: Sequence[str], processes: int) -> list[list[str]]:
    size = max(1, min(BATCH, math.ceil(len(texts) / (4 * processes))))
    return [list(texts[start : start + size]) for start in range(0, len(texts), size)]


def _processor() -> str:
    try:
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text("utf-8"))
    except OSError:
        found = None
    return found[1].strip() if found else platform.processor() or platform.machine()


_loaded: list[tuple[Score, float]] = []


def _load(directory: Path) -> None:
    os.environ["OMP_NUM_THREADS"] = "1"  # for torch, which reads it when it is imported
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    threadpool_limits(1)  # for what is imported already
    started = time.perf_counter()
    score = load_scorer(directory)
    _loaded.append((score, time.perf_counter() - started))


def _latency(texts: list[str]) -> Latency:
    score, seconds = _loaded[0]
    for text in texts[:WARM_UP]:
        score([text])
    times = []
    started_processor = time.process_time()
    for text in texts:
        started = time.perf_counter()
        score([text])
        times.append((time.perf_counter() - started) * 1e6)
    processor = (time.process_time() - started_processor) / len(texts) * 1e6
    median, p95 = np.percentile(times, [50, 95])
    return Latency(seconds, float(median), float(p95), processor, _resident_mb())


def _score(texts: list[str]) -> float:
    """Score a batch; return its seconds of processor time."""
    score, _ = _loaded[0]
    started = time.process_time()
    score(texts)
    return time.process_time() - started


def _resident_mb() -> float:
    """Memory of this process now: its peak would include that of its parent."""
    try:
        found = re.search(r"VmRSS:\s*(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    except OSError:
        found = None
    if found:
        return int(found[1]) * 1024 / 1e6
    return peak_memory_mb()
