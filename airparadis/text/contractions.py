"""Repair of contractions that people tear apart: "don t", "do nt", "don' t"."""

import re

from airparadis.text.patterns import APOSTROPHES

_STEMS = "do|does|did|is|are|was|were|have|has|had|would|could|should|ca|wo"
_TORN = re.compile(
    rf"\b(?:(?:{_STEMS})n[{APOSTROPHES}]?(?= [tT]\b)|(?:{_STEMS})(?= n[{APOSTROPHES}]?[tT]\b))\s",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    rf"\b({_STEMS}|ai)(?:n[{APOSTROPHES}]+t|[{APOSTROPHES}]+n[{APOSTROPHES}]*t)\b", re.IGNORECASE
)
_HINTS = (" t", " T", " nt", " n")


def join_contractions(text: str) -> str:
    """Replace the space inside a torn contraction by an apostrophe; the length does not change."""
    if not any(hint in text for hint in _HINTS):
        return text
    return _TORN.sub(_joined, text)


def spell_contractions(text: str) -> str:
    """Correct negative contractions with a misplaced apostrophe: "do'nt", "don''t".

    One without any stays: "dont" is a French word, too.
    """
    return _NEGATIVE.sub(r"\1n't", text)


def _joined(match: re.Match[str]) -> str:
    return f"{match[0][:-1]}'"
