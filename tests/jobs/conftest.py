"""Fixtures that require every writing transaction to begin as a writer."""

from collections.abc import Iterator

import pytest

from tests.support.writers import checked_writers


@pytest.fixture(autouse=True)
def _writers_begin_as_writers() -> Iterator[None]:
    with checked_writers():
        yield
