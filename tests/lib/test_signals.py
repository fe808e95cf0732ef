"""Being told to stop: at any moment, even in the middle of being told already."""

import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest

from airparadis.lib.signals import StopSignal


@pytest.fixture
def stop() -> Iterator[StopSignal]:
    """Listens; the handlers before it come back afterwards."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield StopSignal()
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_whoever_waits_is_woken_by_the_signal(stop: StopSignal, number: signal.Signals) -> None:
    threading.Timer(0.05, os.kill, [os.getpid(), number]).start()
    stop.wait()
    assert stop.is_given
    stop.wait()  # and nobody waits afterwards


def test_who_waits_for_a_time_goes_on_without_it(stop: StopSignal) -> None:
    began = time.monotonic()
    stop.wait(0.05)
    assert not stop.is_given
    assert time.monotonic() - began >= 0.05


def test_signals_that_come_while_one_is_handled_stop_once(stop: StopSignal) -> None:
    for _ in range(1000):
        signal.raise_signal(signal.SIGTERM)
    stop.wait()
    assert stop.is_given
