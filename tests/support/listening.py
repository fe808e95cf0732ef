"""Listeners to SQLAlchemy's events that end with their test: engines are shared between tests."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event


@contextmanager
def listening(target: Any, name: str, listener: Callable[..., Any]) -> Iterator[None]:
    """Listen to an event of a target within a block."""
    event.listen(target, name, listener)
    try:
        yield
    finally:
        event.remove(target, name, listener)
