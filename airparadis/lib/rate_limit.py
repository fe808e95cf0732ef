"""Rate limits in fixed windows that count work, on top of the storages of `limits`."""

import logging
import time
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple, TypeVar

from limits import RateLimitItem, parse_many
from limits.errors import StorageError
from limits.storage import Storage

RETRY_SECONDS = 5.0
"""Seconds before a failed storage is tried again."""

_log = logging.getLogger(__name__)
_parse = lru_cache(parse_many)
T = TypeVar("T")


class Window(NamedTuple):
    """A caller's remaining quota."""

    amount: int
    remaining: int
    reset_at: int
    """Seconds since 1970."""


class RateLimitError(Exception):
    """The work asked for is more than what is left of the window."""

    def __init__(self, window: Window) -> None:
        super().__init__(f"{window.remaining} of {window.amount} left")
        self.window = window


class RateLimits:
    """Counts the work of callers against rates.

    While a shared storage fails, each process counts in its own memory: a limit that holds a little
    too late does less harm than a call that fails.
    """

    def __init__(self, prefix: str, local: Storage, shared: Storage | None = None) -> None:
        """
        Args:
            prefix: begins every key.
            local: where this process counts without a shared storage.
            shared: where all processes count together; made with `wrap_exceptions`.
        """
        self._prefix = prefix
        self._local = local
        self._shared = shared
        self._ask_shared_at = 0.0

    def take(self, rate: str, *key: str, work: int = 1) -> Window:
        """Count work, all of it or, if it is too much, none.

        Args:
            rate: such as `60/minute`; several are separated by `;`.
            key: what is limited, and whose work it is.
            work: how much.

        Returns:
            The window that has least left.

        Raises:
            RateLimitError: it is too much.
        """
        return self._ask(lambda storage: self._take(storage, self._keys(rate, key), work))

    def take_back(self, rate: str, *key: str) -> None:
        """Uncount work that was taken but is not to count."""
        self._ask(lambda storage: _take_back(storage, self._keys(rate, key)))

    def _keys(self, rate: str, key: tuple[str, ...]) -> list[tuple[RateLimitItem, str]]:
        return [(item, item.key_for(self._prefix, *key)) for item in _parse(rate)]

    def _ask(self, question: Callable[[Storage], T]) -> T:
        if self._shared is not None and time.monotonic() >= self._ask_shared_at:
            try:
                return question(self._shared)
            except StorageError as error:
                self._ask_shared_at = time.monotonic() + RETRY_SECONDS
                _log.warning("rate limits are counted in this process alone: %s", error)
        return question(self._local)

    def _take(self, storage: Storage, keys: list[tuple[RateLimitItem, str]], work: int) -> Window:
        if work > 1:
            _check(storage, keys, work)
        windows = []
        for item, key in keys:
            count = storage.incr(key, item.get_expiry(), amount=work)
            windows.append(_window(storage, key, item.amount, count))
            if count > item.amount:
                raise RateLimitError(windows[-1])
        return min(windows, key=lambda window: window.remaining)


def _take_back(storage: Storage, keys: list[tuple[RateLimitItem, str]]) -> None:
    for item, key in keys:
        if storage.get(key) > 0:
            storage.incr(key, item.get_expiry(), amount=-1)


def _check(storage: Storage, keys: list[tuple[RateLimitItem, str]], work: int) -> None:
    for item, key in keys:
        count = storage.get(key)
        if count + work > item.amount:
            raise RateLimitError(_window(storage, key, item.amount, count))


def _window(storage: Storage, key: str, amount: int, count: int) -> Window:
    return Window(amount, max(amount - count, 0), int(storage.get_expiry(key)) + 1)
