"""Being told to stop, by a signal."""

import signal
from contextlib import suppress
from queue import Empty, SimpleQueue

LONGEST_PAUSE = 1.0
"""Seconds: a signal that the system hands to another thread wakes nobody by itself."""


class StopSignal:
    """SIGTERM or SIGINT, waited for by the main thread.

    A handler interrupts whatever the main thread is at, and must take no lock that this may hold:
    `threading.Event.set` and a scheduler's `shutdown` do, and would wait for themselves for ever.
    `SimpleQueue.put` may be called anywhere (https://docs.python.org/3/library/queue.html).
    """

    def __init__(self) -> None:
        """Listen from now on."""
        self.is_given = False
        self._given: SimpleQueue[None] = SimpleQueue()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._give)

    def wait(self, seconds: float | None = None) -> None:
        """Return once it is given, or after so many seconds."""
        pause = LONGEST_PAUSE if seconds is None else seconds
        while not self.is_given:
            with suppress(Empty):
                self._given.get(timeout=pause)
            if seconds is not None:
                return

    def _give(self, *_: object) -> None:
        self.is_given = True
        self._given.put(None)
