"""Identifiers: repaired where all digits are known, refused where they are rounded."""

from typing import Any

import pytest

from airparadis.files.ids import RoundedIdError, are_rounded, read_id


@pytest.mark.parametrize(
    ("cell", "read_as"),
    [
        (570306133677760513, "570306133677760513"),
        ("570306133677760513", "570306133677760513"),
        (" 570306133677760513 ", "570306133677760513"),
        ("'570306133677760513", "570306133677760513"),
        ('="570306133677760513"', "570306133677760513"),
        ('"570306133677760513"', "570306133677760513"),
        ("5,70306133677760513E+17", "570306133677760513"),
        ("1234567890.0", "1234567890"),
        ("1234567890,00", "1234567890"),
        (1234567890.0, "1234567890"),
        ("tw-17", "tw-17"),
        ("1.5", "1.5"),
        (1.5, "1.5"),
        ("", ""),
        (None, ""),
        (float("nan"), ""),
        (0, "0"),
    ],
)
def test_whole_identifiers_are_read(cell: Any, read_as: str) -> None:
    assert read_id(cell) == read_as


@pytest.mark.parametrize(
    "cell",
    [
        *("5.70306E+17", "5,70306E+17", "5.7E17", "5e+17", "1.23E+5", "'5.70306E+17"),
        *("570306133677760512.0", 5.703061336777605e17, 2.0**53, '="5.70306E+17"'),
    ],
)
def test_rounded_identifiers_are_refused(cell: Any) -> None:
    with pytest.raises(RoundedIdError):
        read_id(cell)


@pytest.mark.parametrize(
    ("cells", "rounded"),
    [
        (["570306133677760000", "570301031407620000", "570300817074462000"], True),
        (["570306133677760000", "570301031407624196", "570300817074462722"], False),
        (["570306133677760000", "1", "2"], False),
        ([570306133677760000, 570301031407620000, 570300817074462000], True),
        (["1000", "2000", "3000"], False),
        ([], False),
    ],
)
def test_a_column_that_a_spreadsheet_rounded_is_recognised(cells: list[Any], rounded: bool) -> None:
    assert are_rounded(cells) is rounded
