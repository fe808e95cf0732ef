import pytest
import time_machine
from limits.errors import StorageError
from limits.storage import MemoryStorage

from airparadis.lib.rate_limit import RETRY_SECONDS, RateLimitError, RateLimits, Window
from airparadis.web.rate_limit_storage import CallCounts


class FailingStorage(MemoryStorage):
    """A shared storage that can be lost."""

    STORAGE_SCHEME = ["tests-failing"]  # noqa: RUF012 (as `limits` declares it)
    is_lost = False

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        if self.is_lost:
            raise StorageError(ConnectionError("gone"))
        return super().incr(key, expiry, amount)


class Limit:
    """A rate and its counts."""

    def __init__(self, rate: str, shared: MemoryStorage | None = None) -> None:
        self.rate = rate
        self.limits = RateLimits("tests", CallCounts(), shared)

    def take(self, caller: str, work: int = 1) -> Window:
        return self.limits.take(self.rate, "a view", caller, work=work)


def left(limit: Limit, caller: str, work: int = 1) -> int | None:
    """Return what remains after some work; None if it was too much."""
    try:
        return limit.take(caller, work).remaining
    except RateLimitError:
        return None


def test_work_is_counted_for_each_caller_until_the_window_ends() -> None:
    with time_machine.travel(1_000_000, tick=False) as clock:
        hourly = Limit("5/hour")
        window = hourly.take("ann", 2)
        assert (window.amount, window.remaining) == (5, 3)
        assert 1_000_000 < window.reset_at <= 1_000_000 + 3_601
        assert [left(hourly, "ann", 3), left(hourly, "ann"), left(hourly, "bob")] == [0, None, 4]
        clock.shift(3_601)
        assert left(hourly, "ann", 5) == 0


def test_work_that_is_too_much_is_not_counted() -> None:
    hourly = Limit("5/hour")
    assert [left(hourly, "ann", work) for work in (6, 4, 2, 1)] == [None, 1, None, 0]


def test_what_is_taken_back_does_not_count() -> None:
    hourly = Limit("1/hour")
    for _ in range(2):
        hourly.take("ann")
        hourly.limits.take_back(hourly.rate, "a view", "ann")
    hourly.take("ann")
    with pytest.raises(RateLimitError):
        hourly.take("ann")


def test_of_several_limits_the_tightest_counts() -> None:
    both = Limit("2/minute;3/hour")
    with time_machine.travel(1_000_000, tick=False) as clock:
        assert [left(both, "ann") for _ in range(3)] == [1, 0, None]
        clock.shift(61)
        assert left(both, "bob") == 1
        with pytest.raises(RateLimitError) as refused:
            both.take("ann", 2)
    assert refused.value.window.amount == 3


def test_without_the_shared_storage_a_process_counts_for_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 1_000.0
    monkeypatch.setattr("airparadis.lib.rate_limit.time.monotonic", lambda: now)
    shared = FailingStorage()
    one, other = Limit("3/hour", shared), Limit("3/hour", shared)
    assert [left(one, "ann"), left(other, "ann")] == [2, 1]
    shared.is_lost = True
    assert [left(one, "ann"), left(one, "ann")] == [2, 1]
    shared.is_lost = False
    assert left(one, "ann") == 0, "the storage was asked again too soon"
    now += RETRY_SECONDS
    assert left(one, "ann") == 0
    assert left(one, "ann") is None
