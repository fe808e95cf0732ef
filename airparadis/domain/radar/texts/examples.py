"""Representative tweets: central, far-reaching, no two alike."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log
from typing import Final

import numpy as np

from airparadis.domain.radar.texts.keyness import terms_of

MAX_COMPARED: Final = 400
"""Texts compared with each other; of more, those of the widest reach."""

_ALIKE = 0.5
"""Cosine from which two tweets say the same."""

_REACH_WEIGHT = 0.05


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that may represent others."""

    number: int
    text: str
    copies: int
    """Number of tweets with this text, itself included."""
    reach: int


def representative(candidates: Sequence[Candidate], count: int = 5) -> list[Candidate]:
    """Choose up to `count` different texts, the most representative first.

    A text is central if its words are shared (mean cosine of TF-IDF vectors with all others, the
    degree centrality of Erkan & Radev, "LexRank", JAIR 22, 2004); reach adds a little. The
    `copies` of a chosen text are the tweets that it stands for: those that say much the same.
    """
    widest = sorted(candidates, key=lambda text: (-text.copies, -text.reach, text.number))
    compared = widest[:MAX_COMPARED]
    if not compared:
        return []
    alike = _cosines([terms_of(candidate.text) for candidate in compared])
    weight = np.array([candidate.copies for candidate in compared], dtype=float)
    central = alike @ weight / weight.sum()
    reach = np.array([log(candidate.copies + candidate.reach) for candidate in compared])
    value = central + _REACH_WEIGHT * reach
    chosen: list[int] = []
    for index in np.argsort(-value, kind="stable").tolist():
        if all(alike[index, other] < _ALIKE for other in chosen):
            chosen.append(index)
        if len(chosen) == count:
            break
    return _with_alike(compared, chosen, alike)


def _with_alike(
    compared: Sequence[Candidate],
    chosen: Sequence[int],
    alike: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> list[Candidate]:
    """Add the copies of every text to those of the chosen one that is most like it."""
    copies = Counter[int]()
    nearest = np.argmax(alike[:, list(chosen)], axis=1)
    for index, candidate in enumerate(compared):
        closest = chosen[nearest[index]]
        if index == closest or alike[index, closest] >= _ALIKE:
            copies[closest] += candidate.copies
    return [replace(compared[index], copies=copies[index]) for index in chosen]


def _cosines(sets: Sequence[frozenset[str]]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return the cosine of every pair of texts, shape (n, n)."""
    spread = Counter(term for terms in sets for term in terms)
    columns = {term: column for column, term in enumerate(sorted(spread))}
    vectors = np.zeros((len(sets), max(len(columns), 1)))
    for row, terms in enumerate(sets):
        for term in terms:
            vectors[row, columns[term]] = log((1 + len(sets)) / (1 + spread[term])) + 1
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors /= np.maximum(norms, 1e-12)
    return np.asarray(vectors @ vectors.T, dtype=np.float64)
