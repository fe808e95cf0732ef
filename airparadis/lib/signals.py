"""A stop by signal, without a lock."""

import signal
from contextlib import suppress
from queue import Empty, SimpleQueue

MAX_WAIT = 1.0
"""Seconds: a signal that the system delivers to another thread does not wake the main one."""


class StopSignal:
    """SIGTERM or SIGINT, awaited by the main thread.

    A handler interrupts the main thread at any point and must take no lock that it may hold:
    `threading.Event.set` and a scheduler's `shutdown` do, and would deadlock.
    `SimpleQueue.put` may be called anywhere (https://docs.python.org/3/library/queue.html).
    """

    def __init__(self) -> None:
        """Install the signal handlers."""
        self.is_given = False
        self._given: SimpleQueue[None] = SimpleQueue()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._give)

    def wait(self, seconds: float | None = None) -> None:
        """Block until a signal arrives, or for at most so many seconds."""
        pause = MAX_WAIT if seconds is None else seconds
        while not self.is_given:
            with suppress(Empty):
                self._given.get(timeout=pause)
            if seconds is not None:
                return

    def _give(self, *_: object) -> None:
        self.is_given = True
        self._given.put(None)
