"""One scale of sizes, weights and colours: rules name tokens, and only tokens hold values."""

import re
from collections.abc import Iterator

import pytest

from airparadis.lib.project import ROOT

SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
TOKENS = re.compile(r":root\s*\{[^}]*\}")
"""Blocks that define tokens."""

SIZE = re.compile(r"font-size:(?!\s*var\(--text-)[^;]+;")
WEIGHT = re.compile(r"font-weight:(?!\s*var\(--weight-)[^;]+;")
SHORTHAND = re.compile(r"font:\s*([^;]*\d(?:px|r?em|%)[^;]*|[^;]*\b[1-9]00\b[^;]*);")
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b(?=[^{}]*;)", re.IGNORECASE)
OWN_COLOURS = re.compile(r"\.logo-[a-z]+ \{[^}]*\}")
"""The logo is the same wherever it is shown."""


def strays(pattern: re.Pattern[str]) -> Iterator[str]:
    """Declarations outside the tokens that hold a value of their own."""
    for sheet in SHEETS:
        rules = OWN_COLOURS.sub("", TOKENS.sub("", sheet.read_text("utf-8")))
        yield from (f"{sheet.name}: {found[0]}" for found in pattern.finditer(rules))


@pytest.mark.parametrize("pattern", [SIZE, WEIGHT, SHORTHAND, COLOUR])
def test_rules_take_values_from_the_scale(pattern: re.Pattern[str]) -> None:
    assert list(strays(pattern)) == []


def test_every_token_is_used_and_every_used_one_is_there() -> None:
    text = "".join(sheet.read_text("utf-8") for sheet in SHEETS)
    defined = set(re.findall(r"(--[a-z0-9-]+):", text))
    used = set(re.findall(r"var\((--[a-z0-9-]+)\)", text))
    assert defined == used
