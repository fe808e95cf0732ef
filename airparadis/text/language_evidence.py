"""Evidence that a word is of a language, from its character n-grams.

`language.tsv` beside this module holds the weights; `python -m training.language` fits them.
"""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import repeat
from typing import NamedTuple

from airparadis.lib.memo import memoize

GRAM_LENGTHS = range(2, 5)
WHOLE_LENGTHS = range(5, 20)
"""Lengths of bounded words that count as a whole, too."""

_MAX_WORD_LENGTH = 24  # beyond it, laughter and key mashing: no more evidence, only more time


class Evidence(NamedTuple):
    """Hundredths of a nat against English, for French and for any other language."""

    french: int
    other: int


NO_EVIDENCE = Evidence(0, 0)

WeightedWord = tuple[str, Evidence]
"""A word and its evidence."""


def grams(word: str) -> list[str]:
    """Return the character n-grams of `word` in its bounds: `<l le e> <le le> <le>` for `le`."""
    bounded = f"<{word[:_MAX_WORD_LENGTH]}>"
    parts = [bounded[i : i + n] for n in GRAM_LENGTHS for i in range(len(bounded) - n + 1)]
    return [*parts, bounded] if len(bounded) in WHOLE_LENGTHS else parts


def total(found: Iterable[Evidence]) -> Evidence:
    """Return the sum of evidence."""
    french = other = 0
    for weight in found:
        french += weight[0]
        other += weight[1]
    return Evidence(french, other)


@memoize
def weigh(word: str) -> WeightedWord:
    """Return a lower-cased word with its evidence."""
    weights = _weights()
    return word, total(map(weights.get, grams(word), repeat(NO_EVIDENCE)))


@cache
def _weights() -> dict[str, Evidence]:
    """Return the evidence of every n-gram: integers add up in any order."""
    table = files(__package__).joinpath("language.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {gram: _evidence(french, other) for gram, french, other in rows}


@cache
def _evidence(french: str, other: str) -> Evidence:
    """Return one object for equal evidence: tens of thousands of n-grams share a few thousand."""
    return Evidence(int(french), int(other))
