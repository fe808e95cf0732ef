"""One thread for the numeric libraries: on a tweet's small matrices several wait for each other
longer than they multiply, and other processes wait for all of them."""

from contextlib import AbstractContextManager
from functools import cache
from typing import Any

from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]


def one_thread() -> AbstractContextManager[Any]:
    """While it is entered, the whole process multiplies with one thread."""
    return _threads().limit(limits=1)  # type: ignore[no-any-return]


@cache
def _threads() -> ThreadpoolController:
    """To find them takes longer than to score a tweet."""
    return ThreadpoolController()
