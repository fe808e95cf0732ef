"""Protection of CSV cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airparadis.domain.batches.csv_injection import escape_cell, unescape_cell


@given(st.text() | st.text(st.sampled_from("'=+-@a")))
def test_an_escaped_cell_can_be_restored(text: str) -> None:
    assert unescape_cell(escape_cell(text)) == text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM", "\t=1", "\r=1", "\n=1"])
def test_formulas_are_escaped(text: str) -> None:
    assert escape_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "I love it", "1 = 1", "é", "'quoted'"])
def test_other_texts_are_unchanged(text: str) -> None:
    assert escape_cell(text) == text
