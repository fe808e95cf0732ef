import pytest
from hypothesis import given
from hypothesis import strategies as st

from airparadis.domain.batches.csv_injection import safe_cell, unsafe_cell


@given(st.text() | st.text(st.sampled_from("'=+-@a")))
def test_a_cell_can_be_read_back(text: str) -> None:
    assert unsafe_cell(safe_cell(text)) == text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM", "\t=1", "\r=1", "\n=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "I love it", "1 = 1", "é", "'quoted'"])
def test_other_texts_are_left_as_they_are(text: str) -> None:
    assert safe_cell(text) == text
