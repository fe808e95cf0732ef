"""Micro-batching: items of concurrent callers are processed together."""

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from airparadis.lib.micro_batch import MicroBatcher


class Slow:
    """Work that blocks until it is released and records its items."""

    def __init__(self) -> None:
        self.rounds: list[list[int]] = []
        self.begun = threading.Event()
        self.go_on = threading.Event()

    def __call__(self, items: list[int]) -> None:
        self.rounds.append(items)
        self.begun.set()
        assert self.go_on.wait(10)
        if 13 in items:
            raise ValueError("thirteen")


def start(
    slow: Slow, pool: ThreadPoolExecutor, batcher: MicroBatcher[int], *values: int
) -> list[Future[None]]:
    """Start one thread on 0, then the others, which wait for it."""
    first = pool.submit(batcher.add, [0])
    assert slow.begun.wait(10)
    others = [pool.submit(batcher.add, [value, value]) for value in values]
    while len(batcher._waiting) < len(values):
        time.sleep(0.001)
    return [first, *others]


def test_waiting_items_are_processed_in_one_batch() -> None:
    slow = Slow()
    with ThreadPoolExecutor(8) as pool:
        jobs = start(slow, pool, MicroBatcher(slow), 1, 2, 3)
        assert not any(job.done() for job in jobs)
        slow.go_on.set()
        assert [job.result(10) for job in jobs] == [None] * 4
    assert slow.rounds[0] == [0]
    [batch] = slow.rounds[1:]
    assert sorted(batch) == [1, 1, 2, 2, 3, 3]


def test_an_error_reaches_exactly_the_callers_of_its_batch() -> None:
    slow = Slow()
    batcher = MicroBatcher(slow)
    with ThreadPoolExecutor(8) as pool:
        first, *others = start(slow, pool, batcher, 1, 13)
        slow.go_on.set()
        first.result(10)
        for job in others:
            with pytest.raises(ValueError, match="thirteen"):
                job.result(10)
        batcher.add([4])
    assert slow.rounds[-1] == [4]


def test_concurrent_items_are_each_processed_once() -> None:
    done: list[int] = []
    batcher = MicroBatcher(done.extend)
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda n: batcher.add([n]), range(2_000)))
    assert sorted(done) == list(range(2_000))
