"""Texts that say the same: retweets, other handles, other flight numbers."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from airparadis.text import undressed

SAME_FROM = 0.8
"""Jaccard similarity of words from which two texts are near-duplicates."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_RETWEET = re.compile(r"^\s*rt\b", re.IGNORECASE)


def words_of(text: str) -> list[str]:
    """The words of a text in lower case; links, handles, a leading RT and all with figures out."""
    words: list[str] = _WORD.findall(_RETWEET.sub("", undressed(text)).lower())
    return [word for word in words if not any(map(str.isdigit, word))]


def text_key(text: str) -> str:
    """The same 32 hexadecimal digits for texts that differ in no word (BLAKE2b, RFC 7693).

    A text without words is only the same as itself.
    """
    content = " ".join(words_of(text)) or text
    return hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def fold(texts: Sequence[str]) -> list[int]:
    """For each text the place of the first one that it nearly repeats, itself if there is none.

    Words are compared as sets (Jaccard similarity: Manning, Raghavan and Schütze, "Introduction to
    Information Retrieval", 19.6). Only texts that share a word are looked at.
    """
    sets = [frozenset(words_of(text)) for text in texts]
    places: list[int] = []
    firsts: dict[str, list[int]] = defaultdict(list)
    for place, words in enumerate(sets):
        near = (each for each in _sharing(words, firsts) if jaccard(words, sets[each]) >= SAME_FROM)
        found = min(near, default=place)
        places.append(found)
        if found == place:
            for word in words:
                firsts[word].append(place)
    return places


def jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    """Size of what two sets share over the size of both together; 0 for two empty ones."""
    union = len(a | b)
    return len(a & b) / union if union else 0.0


def _sharing(words: Iterable[str], firsts: dict[str, list[int]]) -> set[int]:
    """Of two similar texts at least one word of every few is shared: look by the rarest first.

    Two sets of similarity s share more than s of either's words, so that leaving out fewer than
    that share of the commonest words misses none (prefix filtering: Chaudhuri, Ganti and Kaushik,
    "A Primitive Operator for Similarity Joins in Data Cleaning", 2006).
    """
    ranked = sorted(words, key=lambda word: len(firsts.get(word, ())))
    kept = len(ranked) - int(len(ranked) * SAME_FROM) + 1
    return {place for word in ranked[:kept] for place in firsts.get(word, ())}
