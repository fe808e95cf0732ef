"""Keeping what was worked out for a short text: tweets repeat their words."""

from collections.abc import Callable
from typing import Generic, TypeVar

Result = TypeVar("Result")

LONGEST_KEPT = 64
"""Longer texts are rare, and a few made to be long could fill the memory."""

KEPT = 1 << 15
"""Results of a generation; two generations are kept."""

_least = 0


def remembered(work: Callable[[str], Result], size: int = KEPT) -> Callable[[str], Result]:
    """`work`, with its results for the latest short texts kept; safe between threads.

    What was asked before is found by one look into a dictionary, with no call in between.
    """
    return _Generation(work, size).__getitem__


def remember_more(size: int) -> None:
    """Keep so many results of all that is remembered in this process: to clean many texts."""
    global _least
    _least = size


class _Generation(dict[str, Result], Generic[Result]):
    """The latest `size` results. When it is full it becomes the old generation.

    What is asked again moves over from the old one: nearly what keeping the latest used would do.
    """

    def __init__(self, work: Callable[[str], Result], size: int) -> None:
        super().__init__()
        self._work = work
        self._size = size
        self._old: dict[str, Result] = {}

    def __missing__(self, text: str) -> Result:
        old = self._old
        result = old[text] if text in old else self._work(text)
        if len(text) <= LONGEST_KEPT:
            if len(self) >= max(self._size, _least):
                self._old = dict(self)
                self.clear()
            self[text] = result
        return result
