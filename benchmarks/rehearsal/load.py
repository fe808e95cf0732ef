"""Traffic from several clients at once: failures, and answers that mix two models."""

import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from benchmarks.faults.site import Site

BATCH = 100
CLIENTS = 4
TEXTS = [f"my flight number {n} was late but the crew was lovely" for n in range(10)]


@dataclass
class Traffic:
    """Answers by model version, failures, answers made by two models."""

    versions: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    mixed: int = 0
    longest_seconds: float = 0.0


def predict(site: Site, texts: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Score tweets through the API, a batch at a time."""
    for start in range(0, len(texts), BATCH):
        body = {"texts": list(texts[start : start + BATCH])}
        status, answer = site.call("/api/v1/predict", body)
        if status != 200:
            raise OSError(f"answered {status}: {answer}")
        yield from answer["predictions"]


@contextmanager
def load(site: Site) -> Iterator[Traffic]:
    """Send traffic for as long as the block lasts."""
    traffic, is_over = Traffic(), threading.Event()

    def send() -> None:
        while not is_over.is_set():
            started = time.perf_counter()
            try:
                versions = {made["model_version"] for made in predict(site, TEXTS)}
            except OSError as error:
                traffic.failures.append(str(error))
                continue
            seconds = time.perf_counter() - started
            traffic.longest_seconds = max(traffic.longest_seconds, seconds)
            traffic.mixed += len(versions) > 1
            traffic.versions.update(versions)

    threads = [threading.Thread(target=send) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    try:
        yield traffic
    finally:
        is_over.set()
        for thread in threads:
            thread.join()
