"""A deadline for a whole call."""

import threading
import time
from contextvars import ContextVar

import pytest

from airparadis.lib.deadline import within

VARIABLE: ContextVar[str] = ContextVar("VARIABLE", default="outside")


def test_a_result_in_time_is_returned_with_the_callers_context() -> None:
    VARIABLE.set("inside")
    assert within(10, VARIABLE.get) == "inside"
    assert within(10, lambda: None) is None


def test_an_error_is_raised_to_the_caller() -> None:
    with pytest.raises(ZeroDivisionError):
        within(10, lambda: 1 // 0)


def test_a_call_that_takes_too_long_is_given_up() -> None:
    is_over = threading.Event()
    started = time.monotonic()
    with pytest.raises(TimeoutError, match="no end after"):
        within(0.1, is_over.wait)
    assert time.monotonic() - started < 5
    is_over.set()
