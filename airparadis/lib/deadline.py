"""A limit on the whole of a call that itself only limits each of its waits."""

from collections.abc import Callable
from contextvars import copy_context
from threading import Thread
from typing import TypeVar

T = TypeVar("T")
DIALOGUE = 3
"""Time-outs that a whole delivery may take: a slow server answers several times."""


def within(seconds: float, call: Callable[[], T]) -> T:
    """What `call` returns or raises, unless it takes longer.

    Time-outs of sockets begin anew with every byte: a server that sends one now and then would
    hold its caller for hours. The call runs in a thread of its own, which ends when its server
    does; nobody waits for it any more.

    Raises:
        TimeoutError: it took longer than `seconds`.
    """
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(call())
        except BaseException as error:  # raised again below
            errors.append(error)

    context = copy_context()  # the application's, which some libraries look for
    thread = Thread(target=context.run, args=(run,), daemon=True)
    thread.start()
    thread.join(seconds)
    if errors:
        raise errors[0]
    if not results:
        raise TimeoutError(f"no end after {seconds:.0f} s")
    return results[0]
