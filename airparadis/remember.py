"""Keeping what was worked out for a short text: tweets repeat their words."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

Result = TypeVar("Result")

LONGEST_KEPT = 64
"""Longer texts are rare, and a few made to be long could fill the memory."""


def remembered(work: Callable[[str], Result]) -> Callable[[str], Result]:
    """`work`, with its results for the latest short texts kept; safe between threads."""
    kept = lru_cache(maxsize=1 << 16)(work)

    def recall(text: str) -> Result:
        return kept(text) if len(text) <= LONGEST_KEPT else work(text)

    return recall
