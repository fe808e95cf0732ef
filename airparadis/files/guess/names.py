"""Names of columns as people and programs write them, in English and French."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from airparadis.files.guess.vocabulary import (
    COMMENTS,
    CONTENTS,
    FILLERS,
    FULL_TEXTS,
    KNOWN,
    NEVER_TEXT,
    OTHER_TEXT,
    PEOPLE,
    TEXTS,
    TWEET_TEXTS,
)

MAX_NAME = 200
"""Characters of a header's cell: surveys write whole questions."""

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
PUNCTUATION = re.compile(r'[,;|!?"“”…]|[.]$')
"""Punctuation of prose that column names do not have; survey questions are an exception."""

_SEPARATORS = re.compile(r"[^a-z0-9]+")

_RANKS: Sequence[tuple[Sequence[str], float]] = (
    (FULL_TEXTS, 100),
    (TWEET_TEXTS, 95),
    (TEXTS, 90),
    (CONTENTS, 80),
    (COMMENTS, 75),
)
_BY_NAME = {name: rank for names, rank in _RANKS for name in names}


@lru_cache(4_096)
def tokens(name: str) -> tuple[str, ...]:
    """Return the words of a name without case, accents, fillers and what parts them."""
    plain = unicodedata.normalize("NFKD", _CAMEL.sub(" ", name[:MAX_NAME]))
    ascii_ = plain.encode("ascii", "ignore").decode().lower()
    words = tuple(word for word in _SEPARATORS.split(ascii_) if word)
    return tuple(word for word in words if word not in FILLERS) or words


def normalised(name: str) -> str:
    """Return a name for comparison: "Created_At", "createdAt" and "créé le" are one each."""
    return " ".join(tokens(name))


def is_known(cell: Any) -> bool:
    """Detect a cell that is made of the words of column names."""
    is_name = isinstance(cell, str) and len(cell) <= 60 and not PUNCTUATION.search(cell)
    words = tokens(cell.strip()) if is_name else ()
    return 0 < len(words) <= 5 and all(word in KNOWN for word in words)


def is_text_name(cell: Any) -> bool:
    """Detect the name of a column of tweets."""
    return isinstance(cell, str) and len(cell) <= 60 and normalised(cell) in _BY_NAME


def text_rank(name: str) -> float:
    """Rank a name by how much it promises tweets: 100 at best, below 0 what never holds them."""
    before, _, last = name.rpartition(".")
    if last and OTHER_TEXT.union(PEOPLE, NEVER_TEXT).intersection(tokens(before)):
        return -60  # of somebody or something else, such as "user.text"
    words = tokens(last or name)
    if len(words) > 1 and words[-1].isdecimal():
        words = words[:-1]  # the second column of a name
    rank = _BY_NAME.get(" ".join(words))
    if rank is not None:
        return rank
    if "text" in words and "source" in words:
        words = tuple(word for word in words if word != "source")
    if NEVER_TEXT & set(words):
        return -60
    if "description" in words:
        return -60 if PEOPLE & set(words) else 10
    if OTHER_TEXT & set(words):
        return -10
    last_or_first = {words[-1], words[0]} if words else set()
    return 45.0 if last_or_first & {"text", "texte", "tweet", "comment", "message"} else 0.0


def distinct_names(cells: Sequence[Any], *, is_header: bool) -> tuple[str, ...]:
    """Name columns, none empty and no two alike: a nameless one by its number."""
    names: dict[str, None] = {}
    for number, cell in enumerate(cells, 1):
        given = (
            str(cell).replace("\0", "").strip()[:MAX_NAME] if is_header and cell is not None else ""
        )
        name = base = given or f"column_{number}"
        copy = 1
        while name in names:
            copy += 1
            name = f"{base}_{copy}"
        names[name] = None
    return tuple(names)
