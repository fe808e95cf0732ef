"""Traffic from several clients at once, and whether any of it fails or mixes two models."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from benchmarks.rehearsal.site import Site

CLIENTS = 4
TEXTS = [f"my flight number {n} was late but the crew was lovely" for n in range(10)]


@dataclass
class Traffic:
    """What came back: requests by model version, failures, answers that two models made."""

    versions: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    mixed: int = 0
    longest_seconds: float = 0.0


@contextmanager
def load(site: Site) -> Iterator[Traffic]:
    """Keep the application busy meanwhile."""
    traffic, stopped = Traffic(), threading.Event()
    threads = [
        threading.Thread(target=_ask, args=(site, traffic, stopped.is_set)) for _ in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    try:
        yield traffic
    finally:
        stopped.set()
        for thread in threads:
            thread.join()


def _ask(site: Site, traffic: Traffic, is_over: Callable[[], bool]) -> None:
    while not is_over():
        started = time.perf_counter()
        try:
            versions = {each["model_version"] for each in site.predict(TEXTS)}
        except OSError as error:
            traffic.failures.append(str(error))
            continue
        traffic.longest_seconds = max(traffic.longest_seconds, time.perf_counter() - started)
        traffic.mixed += len(versions) > 1
        traffic.versions.update(versions)
