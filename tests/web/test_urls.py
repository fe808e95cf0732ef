"""Cursors of lists survive the way through a URL; other texts count as the start."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airparadis.services.lists.keyset import Cursor
from airparadis.web.urls import MAX_ROW_ID, read_cursor, read_key, with_query, write_key

moments = st.datetimes(timezones=st.just(UTC))


@given(st.floats(0, 1), moments, st.integers(-1, MAX_ROW_ID))
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
def test_a_malformed_cursor_counts_as_the_start(text: str) -> None:
    assert read_cursor(text, text, (datetime, int)) is None


@given(st.text(max_size=40))
def test_any_text_can_be_read(text: str) -> None:
    for kinds in ((datetime, int), (float, datetime, int), (int, int)):
        key = read_key(text, kinds)
        assert key is None or len(key) == len(kinds)


def test_a_page_before_a_key_is_read_backwards() -> None:
    assert read_cursor("", "3_7", (int, int)) == Cursor((3, 7), is_backward=True)
    assert read_cursor("3_7", "", (int, int)) == Cursor((3, 7))
    assert read_cursor("nan_7", "", (float, int)) is None


def test_a_value_of_a_query_is_replaced_and_the_others_stay() -> None:
    assert with_query("/admin/review", prediction="x y") == "/admin/review?prediction=x+y"
    url = with_query("/admin/review?topic=a%26b&prediction=1#top", prediction="2")
    assert url == "/admin/review?topic=a%26b&prediction=2#top"
