"""A deadline for a whole call whose own timeouts cover only one wait at a time."""

from collections.abc import Callable
from contextvars import copy_context
from threading import Thread
from typing import TypeVar

T = TypeVar("T")
MAX_TIMEOUTS = 3
"""Timeouts that a whole delivery may take: a slow server answers several times."""


def within(seconds: float, call: Callable[[], T]) -> T:
    """Return what `call` returns, or raise what it raises, within a deadline.

    Socket timeouts restart with every byte: a server that sends one now and then would block its
    caller for hours. The call runs in a daemon thread, which is left to end by itself.

    Raises:
        TimeoutError: the call took longer than `seconds`.
    """
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(call())
        except BaseException as error:  # raised again below
            errors.append(error)

    context = copy_context()  # some libraries look for the application's context
    thread = Thread(target=context.run, args=(run,), daemon=True)
    thread.start()
    thread.join(seconds)
    if errors:
        raise errors[0]
    if not results:
        raise TimeoutError(f"no end after {seconds:.0f} s")
    return results[0]
