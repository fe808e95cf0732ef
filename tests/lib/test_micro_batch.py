"""Micro-batching: items of concurrent callers are processed together."""

import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from airparadis.lib.micro_batch import MicroBatcher

PATIENCE_SECONDS = 10


class Gate:
    """Work that doubles numbers once it is let go, and remembers what it was given.

    Thirteen is refused; a batch with zero in it waits at the gate.
    """

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.begun = threading.Event()
        self.go_on = threading.Event()

    def __call__(self, items: Sequence[int]) -> list[int]:
        self.batches.append(list(items))
        if 0 in items:
            self.begun.set()
            assert self.go_on.wait(PATIENCE_SECONDS)
        if 13 in items:
            raise ValueError("thirteen")
        return [2 * item for item in items]


def start(
    gate: Gate, pool: ThreadPoolExecutor, batcher: MicroBatcher[int, int], *items: int
) -> list[Future[int]]:
    """One caller at the gate, the others queued behind it in order."""
    calls = [pool.submit(batcher.run, 0)]
    assert gate.begun.wait(PATIENCE_SECONDS)
    for n_queued, item in enumerate(items, start=1):
        calls.append(pool.submit(batcher.run, item))
        while len(batcher._queue) < n_queued:
            time.sleep(0.001)
    return calls


def test_callers_queued_behind_a_batch_share_the_next() -> None:
    gate = Gate()
    with ThreadPoolExecutor(8) as pool:
        calls = start(gate, pool, MicroBatcher(gate, stuck_seconds=PATIENCE_SECONDS), 1, 2, 3)
        assert not any(call.done() for call in calls)
        gate.go_on.set()
        assert [call.result(PATIENCE_SECONDS) for call in calls] == [0, 2, 4, 6]
    assert gate.batches == [[0], [1, 2, 3]]


def test_a_batch_holds_no_more_than_its_bound() -> None:
    gate = Gate()
    with ThreadPoolExecutor(8) as pool:
        batcher = MicroBatcher(gate, max_batch=2, stuck_seconds=PATIENCE_SECONDS)
        calls = start(gate, pool, batcher, 1, 2, 3)
        gate.go_on.set()
        assert [call.result(PATIENCE_SECONDS) for call in calls] == [0, 2, 4, 6]
    assert gate.batches == [[0], [1, 2], [3]]


def test_a_failed_batch_fails_only_the_item_at_fault() -> None:
    gate = Gate()
    with ThreadPoolExecutor(8) as pool:
        batcher = MicroBatcher(gate, stuck_seconds=PATIENCE_SECONDS)
        first, one, thirteen, two = start(gate, pool, batcher, 1, 13, 2)
        gate.go_on.set()
        assert [call.result(PATIENCE_SECONDS) for call in (first, one, two)] == [0, 2, 4]
        with pytest.raises(ValueError, match="thirteen"):
            thirteen.result(PATIENCE_SECONDS)
    assert gate.batches[:2] == [[0], [1, 13, 2]]
    assert sorted(gate.batches[2:]) == [[1], [2], [13]]


def test_an_error_common_to_all_is_raised_for_all_without_running_them_again() -> None:
    gate = Gate()
    with ThreadPoolExecutor(8) as pool:
        batcher = MicroBatcher(gate, is_common=lambda _: True, stuck_seconds=PATIENCE_SECONDS)
        _, *others = start(gate, pool, batcher, 1, 13)
        gate.go_on.set()
        for call in others:
            with pytest.raises(ValueError, match="thirteen"):
                call.result(PATIENCE_SECONDS)
    assert gate.batches == [[0], [1, 13]]


def test_results_that_do_not_match_the_items_leave_nobody_waiting() -> None:
    batcher: MicroBatcher[int, int] = MicroBatcher(lambda _: [])
    for _ in range(2):
        with pytest.raises(ValueError, match="zip"):
            batcher.run(1)


def test_nobody_waits_behind_a_batch_that_is_stuck() -> None:
    gate = Gate()
    with ThreadPoolExecutor(8) as pool:
        batcher = MicroBatcher(gate, stuck_seconds=0.1)
        stuck, queued = start(gate, pool, batcher, 1)
        assert queued.result(PATIENCE_SECONDS) == 2
        began = time.monotonic()
        assert batcher.run(2) == 4
        assert time.monotonic() - began < 0.1, "a batch known to be stuck is not waited for"
        assert not stuck.done()
        gate.go_on.set()
        assert stuck.result(PATIENCE_SECONDS) == 0
        assert batcher.run(3) == 6
    assert gate.batches == [[0], [1], [2], [3]]


def test_concurrent_items_are_each_processed_once() -> None:
    done: list[int] = []

    def work(items: Sequence[int]) -> Sequence[int]:
        done.extend(items)
        return items

    batcher = MicroBatcher(work)
    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(batcher.run, range(2_000))) == list(range(2_000))
    assert sorted(done) == list(range(2_000))
