"""Stop signals, at any moment, even while another is handled."""

import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest

from airparadis.lib.signals import StopSignal


@pytest.fixture
def stop() -> Iterator[StopSignal]:
    """Install the handlers; the earlier ones come back afterwards."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield StopSignal()
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_wakes_the_waiting_thread(stop: StopSignal, number: signal.Signals) -> None:
    threading.Timer(0.05, os.kill, [os.getpid(), number]).start()
    stop.wait()
    assert stop.is_given
    stop.wait()  # returns at once


def test_a_wait_ends_after_its_time_without_a_signal(stop: StopSignal) -> None:
    began = time.monotonic()
    stop.wait(0.05)
    assert not stop.is_given
    assert time.monotonic() - began >= 0.05


def test_signals_during_a_handler_do_not_deadlock(stop: StopSignal) -> None:
    for _ in range(1000):
        signal.raise_signal(signal.SIGTERM)
    stop.wait()
    assert stop.is_given
