"""Delays between delivery attempts."""

from airparadis.domain.messages.outbox import retry_delay


def test_retries_slow_down_to_ten_minutes() -> None:
    delays = [retry_delay(attempts).total_seconds() for attempts in range(12)]
    assert delays[:3] == [10, 20, 40]
    assert delays == sorted(delays)
    assert delays[-1] == 600
