"""A limit of one thread for the numeric libraries.

On a tweet's small matrices several threads spend longer waiting for each other than multiplying,
and starve other processes meanwhile.
"""

from contextlib import AbstractContextManager
from functools import cache
from typing import Any

from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]


def single_blas_thread() -> AbstractContextManager[Any]:
    """Limit matrix operations of the whole process to one thread while the context is open."""
    return _threads().limit(limits=1)  # type: ignore[no-any-return]


@cache
def _threads() -> ThreadpoolController:
    """Find the libraries once: that takes longer than scoring a tweet."""
    return ThreadpoolController()
