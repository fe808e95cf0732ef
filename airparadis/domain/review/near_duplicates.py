"""Near-duplicates of texts: retweets, other handles, other flight numbers."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import lru_cache

from airparadis.text.cleaning import plain_text

SAME_FROM = 0.8
"""Jaccard similarity of their words from which two texts are near-duplicates."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_RETWEET = re.compile(r"^\s*rt\b", re.IGNORECASE)


def words_of(text: str) -> list[str]:
    """Return the lower-cased words of a text without links, handles, a leading RT and numbers."""
    return list(_words_of(text))


@lru_cache(maxsize=4_096)  # every label rebuilds the queue, of mostly the same texts
def _words_of(text: str) -> tuple[str, ...]:
    words: list[str] = _WORD.findall(_RETWEET.sub("", plain_text(text)).lower())
    return tuple(word for word in words if not any(map(str.isdigit, word)))


def text_key(text: str) -> str:
    """Return 32 hexadecimal digits shared by texts with the same words (BLAKE2b, RFC 7693).

    A text without words only equals itself.
    """
    content = " ".join(words_of(text)) or text
    return hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def find_originals(texts: Sequence[str]) -> list[int]:
    """Return for every text the index of the first text that it nearly repeats, or its own.

    Words are compared as sets (Jaccard similarity: Manning, Raghavan and Schütze, "Introduction to
    Information Retrieval", 19.6). Only texts that share a word are compared.
    """
    sets = [frozenset(_words_of(text)) for text in texts]
    numbers: dict[str, int] = {}
    masks = [_mask(words, numbers) for words in sets]
    indices: list[int] = []
    firsts: _Firsts = defaultdict(lambda: defaultdict(list))
    frequency: Counter[str] = Counter()
    for index, (words, mask) in enumerate(zip(sets, masks, strict=True)):
        size, found = len(words), index
        for other, sharing in _sharing(words, firsts, frequency).items():
            min_shared = _min_shared(size, other)
            near = [first for first in sharing if (mask & masks[first]).bit_count() >= min_shared]
            found = min([*near, found])
        indices.append(found)
        if found == index:
            frequency.update(words)
            for word in words:
                firsts[word][size].append(index)
    return indices


_Firsts = dict[str, dict[int, list[int]]]
"""Indices of texts by one of their words and by their number of words."""


def _mask(words: Iterable[str], numbers: dict[str, int]) -> int:
    """Set a bit for every word: one operation then counts what two texts share."""
    mask = 0
    for word in words:
        mask |= 1 << numbers.setdefault(word, len(numbers))
    return mask


def jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    """Return intersection over union of two sets; 0 for two empty ones."""
    return _similarity(len(a), len(b), len(a & b))


@lru_cache
def _min_shared(a: int, b: int) -> int:
    """Return the fewest words that near-duplicates of these sizes share."""
    return next(n for n in range(1, a + b) if _similarity(a, b, n) >= SAME_FROM)


def _similarity(a: int, b: int, shared: int) -> float:
    union = a + b - shared
    return shared / union if union else 0.0


def _sharing(words: Set[str], firsts: _Firsts, frequency: Mapping[str, int]) -> dict[int, set[int]]:
    """Return the indices of texts that may be similar, by their number of words.

    Two sets of similarity s share more than s of either's words, so leaving out fewer than that
    share of the commonest words misses none (prefix filtering: Chaudhuri, Ganti and Kaushik, "A
    Primitive Operator for Similarity Joins in Data Cleaning", 2006).
    """
    ranked = sorted(words, key=frequency.__getitem__)
    prefix_length = len(ranked) - int(len(ranked) * SAME_FROM) + 1
    min_size, max_size = len(ranked) * SAME_FROM, len(ranked) / SAME_FROM
    found: dict[int, set[int]] = defaultdict(set)
    for word in ranked[:prefix_length]:
        for size, indices in firsts[word].items() if frequency[word] else ():
            if min_size <= size <= max_size:
                found[size].update(indices)
    return found
