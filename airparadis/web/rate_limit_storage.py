"""A storage of rate-limit counts: in memory, in each process for itself.

`limits`' own memory storage starts a thread for nearly every call to forget the counts whose window
is over; that took a fifth of the time of scoring a tweet. Here a call in passing does it.
"""

import threading
import time

from limits.storage import MemoryStorage

SWEEP_SECONDS = 60


class CallCounts(MemoryStorage):
    """Counts of fixed windows, which is what our limits are."""

    STORAGE_SCHEME = ["call-counts"]  # noqa: RUF012 (as `limits` declares it)

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False) -> None:
        super().__init__(uri, wrap_exceptions)
        self._lock = threading.Lock()
        self._sweep_at = 0.0

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count `amount` calls and return how many there are in the window.

        Args:
            key: what is limited, and for whom.
            expiry: seconds that a window takes from its first call.
            amount: calls.
        """
        now = time.time()
        with self._lock:
            if now >= self._sweep_at:
                self._forget(now)
            if self.expirations.get(key, 0.0) <= now:
                self.storage[key] = 0
                self.expirations[key] = now + expiry
            self.storage[key] += amount
            return self.storage[key]

    def _forget(self, now: float) -> None:
        self._sweep_at = now + SWEEP_SECONDS
        for key in [key for key, end in self.expirations.items() if end <= now]:
            self.storage.pop(key, None)
            self.expirations.pop(key, None)
