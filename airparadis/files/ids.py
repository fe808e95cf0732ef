"""Identifiers of tweets, as spreadsheets and data frames leave them.

A spreadsheet keeps 15 digits of a number, a float 53 bits: identifiers of 18 or 19 digits that went
through one are rounded, and two tweets may have become one. Whole digits are repaired; rounded ones
are refused.
"""

import re
from collections.abc import Sequence
from typing import Any

MAX_EXACT = 2**53
"""Integers up to here are exact as floats."""

_QUOTED = re.compile(r"""^=?["'](.*)["']$""", re.DOTALL)
_WITH_POINT = re.compile(r"(\d+)[.,]0+")
_SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d*))?[eE]\+?(\d{1,3})")
_ROUNDED = re.compile(r"\d{15}0+")


class RoundedIdError(ValueError):
    """An identifier lost its last digits in a spreadsheet or as a float."""


def read_id(cell: Any) -> str:
    """Return an identifier as it was given out; "" if there is none.

    Raises:
        RoundedIdError: its last digits are not known.
    """
    if isinstance(cell, float):
        return _whole(cell)
    if cell is None or isinstance(cell, bool):
        return ""
    return _from_text(str(cell)) if not isinstance(cell, int) else str(cell)


def are_rounded(cells: Sequence[Any]) -> bool:
    """Detect a column in which every long number ends in zeros after its 15th digit.

    One identifier in ten thousand ends so by chance, three of three do not.
    """
    texts = (str(cell).strip().removesuffix(".0").strip("'\"=") for cell in cells)
    found = [text for text in texts if text.isdecimal() and 17 <= len(text) <= 20]
    return len(found) >= 3 and all(map(is_rounded_number, found))


def is_rounded_number(text: str) -> bool:
    """Detect a long number that has zeros after its 15th digit."""
    return 17 <= len(text) <= 20 and bool(_ROUNDED.fullmatch(text))


def _whole(number: float) -> str:
    if number != number:
        return ""
    if not number.is_integer():
        return str(number)
    if abs(number) >= MAX_EXACT:
        raise RoundedIdError
    return str(int(number))


def _from_text(text: str) -> str:
    text = text.strip()
    if quoted := _QUOTED.match(text):
        text = quoted[1].strip()
    text = text.removeprefix("'").strip()
    if with_point := _WITH_POINT.fullmatch(text):
        if int(with_point[1][:20]) >= MAX_EXACT:
            raise RoundedIdError
        return with_point[1]
    if scientific := _SCIENTIFIC.fullmatch(text):
        digits = scientific[1] + (scientific[2] or "")
        if len(digits) != int(scientific[3]) + 1 or len(digits) < 16:
            raise RoundedIdError
        return digits
    return text
