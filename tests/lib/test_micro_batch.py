import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from airparadis.lib.micro_batch import Together


class Slow:
    """Work that takes until it is let go, and remembers what it was given."""

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
    slow: Slow, pool: ThreadPoolExecutor, together: Together[int], *values: int
) -> list[Future[None]]:
    """One thread at work on 0, the others waiting behind it."""
    first = pool.submit(together.add, [0])
    assert slow.begun.wait(10)
    others = [pool.submit(together.add, [value, value]) for value in values]
    while len(together._waiting) < len(values):
        time.sleep(0.001)
    return [first, *others]


def test_what_waits_is_done_in_one_go() -> None:
    slow = Slow()
    with ThreadPoolExecutor(8) as pool:
        jobs = start(slow, pool, Together(slow), 1, 2, 3)
        assert not any(job.done() for job in jobs)
        slow.go_on.set()
        assert [job.result(10) for job in jobs] == [None] * 4
    assert slow.rounds[0] == [0]
    [together] = slow.rounds[1:]
    assert sorted(together) == [1, 1, 2, 2, 3, 3]


def test_an_error_is_told_to_all_whose_items_were_there_and_to_nobody_else() -> None:
    slow = Slow()
    together = Together(slow)
    with ThreadPoolExecutor(8) as pool:
        first, *others = start(slow, pool, together, 1, 13)
        slow.go_on.set()
        first.result(10)
        for job in others:
            with pytest.raises(ValueError, match="thirteen"):
                job.result(10)
        together.add([4])
    assert slow.rounds[-1] == [4]


def test_everything_is_done_once_whoever_comes_when() -> None:
    done: list[int] = []
    together = Together(done.extend)
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda n: together.add([n]), range(2_000)))
    assert sorted(done) == list(range(2_000))
