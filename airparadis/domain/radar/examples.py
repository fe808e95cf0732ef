"""The few tweets that stand for many: central, far-reaching, and no two alike."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Final

import numpy as np

from airparadis.domain.radar.keyness import terms_of

MAX_COMPARED: Final = 400
"""Texts that are compared with one another; of more, those of the widest reach."""

_ALIKE = 0.5
"""Cosine of two tweets that say the same."""

_REACH_WEIGHT = 0.05


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that may stand for others."""

    number: int
    text: str
    copies: int
    """Tweets with this text, itself included."""
    reach: int


def representative(candidates: Sequence[Candidate], count: int = 5) -> list[Candidate]:
    """Up to `count` of different texts, the most telling first.

    A text tells as much as its words are shared (mean cosine of TF-IDF vectors with all others,
    the degree centrality of Erkan & Radev, "LexRank", JAIR 22, 2004), and a little more the more
    people it reached.
    """
    widest = sorted(candidates, key=lambda each: (-each.copies, -each.reach, each.number))
    compared = widest[:MAX_COMPARED]
    if not compared:
        return []
    alike = _cosines([terms_of(each.text) for each in compared])
    weight = np.array([each.copies for each in compared], dtype=float)
    central = alike @ weight / weight.sum()
    value = central + _REACH_WEIGHT * np.array([log(each.copies + each.reach) for each in compared])
    chosen: list[int] = []
    for place in np.argsort(-value, kind="stable").tolist():
        if all(alike[place, other] < _ALIKE for other in chosen):
            chosen.append(place)
        if len(chosen) == count:
            break
    return [compared[place] for place in chosen]


def _cosines(sets: Sequence[frozenset[str]]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Of each pair of texts, shape (n, n)."""
    spread = Counter(term for each in sets for term in each)
    columns = {term: place for place, term in enumerate(sorted(spread))}
    vectors = np.zeros((len(sets), max(len(columns), 1)))
    for row, terms in enumerate(sets):
        for term in terms:
            vectors[row, columns[term]] = log((1 + len(sets)) / (1 + spread[term])) + 1
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors /= np.maximum(norms, 1e-12)
    return np.asarray(vectors @ vectors.T, dtype=np.float64)
