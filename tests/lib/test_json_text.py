"""Parsing JSON that strangers send."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airparadis.lib.json_text import MAX_NESTING, parse_json

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(values)
def test_what_people_send_is_parsed_as_it_is(value: object) -> None:
    assert parse_json(json.dumps(value)) == value
    assert parse_json(json.dumps(value, ensure_ascii=False).encode()) == value


@pytest.mark.parametrize("opening", ["[", '{"a":', '["]]]",', '[{"\\"]":'])
def test_text_without_bottom_is_refused_before_it_is_parsed(opening: str) -> None:
    with pytest.raises(ValueError, match="too deeply"):
        parse_json(opening * 100_000)


def test_brackets_in_strings_and_beside_each_other_are_no_nesting() -> None:
    value = ["[" * 1_000, '\\"[' * 1_000, [[]] * 1_000, {"a": "{" * 1_000}]
    assert parse_json(json.dumps(value).encode()) == value


def test_the_deepest_that_is_read_is_no_strain() -> None:
    assert parse_json("[" * MAX_NESTING + "]" * MAX_NESTING)
    with pytest.raises(ValueError, match="too deeply"):
        parse_json("[" * (MAX_NESTING + 1) + "]" * (MAX_NESTING + 1))
