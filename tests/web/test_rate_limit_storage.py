"""Counts of calls: a window ends, what is over is forgotten, and no thread is started for it."""

import threading

import pytest

from airparadis.web.rate_limit_storage import SWEEP_SECONDS, CallCounts


class Clock:
    """A time that stands still until it is told."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("airparadis.web.rate_limit_storage.time.time", clock.time)
    return clock


def test_a_window_begins_with_its_first_call_and_ends(clock: Clock) -> None:
    counts = CallCounts()
    assert [counts.incr("a", 10), counts.incr("a", 10), counts.incr("b", 10)] == [1, 2, 1]
    clock.now += 9.9
    assert counts.incr("a", 10) == 3
    assert counts.get_expiry("a") == 1_000_010.0
    clock.now += 0.2
    assert counts.get("a") == 0
    assert counts.incr("a", 10) == 1


def test_what_is_over_is_forgotten(clock: Clock) -> None:
    counts = CallCounts()
    for number in range(50):
        counts.incr(f"address {number}", 10)
    clock.now += SWEEP_SECONDS
    counts.incr("another", 10)
    assert list(counts.storage) == ["another"]


def test_calls_start_no_thread_and_none_is_lost() -> None:
    counts = CallCounts()
    began = counts.timer  # the library's own, of the beginning
    callers = [
        threading.Thread(target=lambda: [counts.incr("a", 60) for _ in range(500)])
        for _ in range(4)
    ]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert counts.timer is began
    assert counts.get("a") == 2000
