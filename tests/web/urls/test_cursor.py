"""A place in a list survives its way through an address; what is none counts as the beginning."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airparadis.services.lists.keyset import Place
from airparadis.web.urls.cursor import place_of, read_key, write_key
from airparadis.web.urls.query_numbers import LARGEST

moments = st.datetimes(timezones=st.just(UTC))


@given(st.floats(0, 1), moments, st.integers(-1, LARGEST))
def test_a_key_is_read_as_it_was_written(share: float, at: datetime, number: int) -> None:
    key = (share, at, number)
    assert read_key(write_key(key), (float, datetime, int)) == key


@pytest.mark.parametrize(
    "text",
    [
        *("", "_", "7", "2026-06-01_7_7", "never_7", "2026-06-01T00:00:00+00:00_x"),
        *("2026-06-01T00:00:00_7", "2026-06-01T00:00:00+00:00_2147483648"),
        *("2026-06-01T00:00:00+00:00_-2", "0001-01-01T00:00:00+23:59_7"),
    ],
)
def test_what_is_no_place_counts_as_the_beginning(text: str) -> None:
    assert place_of(text, text, (datetime, int)) is None


@given(st.text(max_size=40))
def test_no_address_is_too_odd_to_read(text: str) -> None:
    for kinds in ((datetime, int), (float, datetime, int), (int, int)):
        key = read_key(text, kinds)
        assert key is None or len(key) == len(kinds)


def test_a_page_before_a_place_is_gone_to_backwards() -> None:
    assert place_of("", "3_7", (int, int)) == Place((3, 7), is_backward=True)
    assert place_of("3_7", "", (int, int)) == Place((3, 7))
    assert place_of("nan_7", "", (float, int)) is None
