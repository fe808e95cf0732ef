"""Texts that say the same: retweets, other handles, other flight numbers."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import lru_cache

from airparadis.text.cleaning import plain_text

SAME_FROM = 0.8
"""Jaccard similarity of words from which two texts are near-duplicates."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_RETWEET = re.compile(r"^\s*rt\b", re.IGNORECASE)


def words_of(text: str) -> list[str]:
    """The words of a text in lower case; links, handles, a leading RT and all with figures out."""
    return list(_words_of(text))


@lru_cache(maxsize=4_096)  # a queue is made anew for each label, of mostly the same texts
def _words_of(text: str) -> tuple[str, ...]:
    words: list[str] = _WORD.findall(_RETWEET.sub("", plain_text(text)).lower())
    return tuple(word for word in words if not any(map(str.isdigit, word)))


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
    sets = [frozenset(_words_of(text)) for text in texts]
    numbers: dict[str, int] = {}
    masks = [_mask(words, numbers) for words in sets]
    places: list[int] = []
    firsts: _Firsts = defaultdict(lambda: defaultdict(list))
    frequency: Counter[str] = Counter()
    for place, (words, mask) in enumerate(zip(sets, masks, strict=True)):
        size, found = len(words), place
        for other, sharing in _sharing(words, firsts, frequency).items():
            least = _least_shared(size, other)
            near = [each for each in sharing if (mask & masks[each]).bit_count() >= least]
            found = min([*near, found])
        places.append(found)
        if found == place:
            frequency.update(words)
            for word in words:
                firsts[word][size].append(place)
    return places


_Firsts = dict[str, dict[int, list[int]]]
"""The places of texts by a word that they have and by how many they have."""


def _mask(words: Iterable[str], numbers: dict[str, int]) -> int:
    """A bit for each word: what two texts share is counted in one step."""
    mask = 0
    for word in words:
        mask |= 1 << numbers.setdefault(word, len(numbers))
    return mask


def jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    """Size of what two sets share over the size of both together; 0 for two empty ones."""
    return _similarity(len(a), len(b), len(a & b))


@lru_cache
def _least_shared(a: int, b: int) -> int:
    """How many words near-duplicates of so many words each share at least."""
    return next(n for n in range(1, a + b) if _similarity(a, b, n) >= SAME_FROM)


def _similarity(a: int, b: int, shared: int) -> float:
    union = a + b - shared
    return shared / union if union else 0.0


def _sharing(words: Set[str], firsts: _Firsts, frequency: Mapping[str, int]) -> dict[int, set[int]]:
    """The places of texts that may be similar, by their number of words.

    Of two similar texts at least one word of every few is shared: look by the rarest first.

    Two sets of similarity s share more than s of either's words, so that leaving out fewer than
    that share of the commonest words misses none (prefix filtering: Chaudhuri, Ganti and Kaushik,
    "A Primitive Operator for Similarity Joins in Data Cleaning", 2006).
    """
    ranked = sorted(words, key=frequency.__getitem__)
    kept = len(ranked) - int(len(ranked) * SAME_FROM) + 1
    least, most = len(ranked) * SAME_FROM, len(ranked) / SAME_FROM  # or too much is not shared
    found: dict[int, set[int]] = defaultdict(set)
    for word in ranked[:kept]:
        for size, places in firsts[word].items() if frequency[word] else ():
            if least <= size <= most:
                found[size].update(places)
    return found
