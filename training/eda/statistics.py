"""Figures from arrays: length, repetition, and the words that tell the classes apart."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LAST_BIN = 40

_MISREAD = re.compile("[\u00c2-\u00f4][\u0080-\u00bf]")


@dataclass(frozen=True)
class Spread:
    """Distribution of a count over `rows` rows; `sd` is the sample's, as in pandas."""

    rows: int
    mean: float
    sd: float
    minimum: float
    lower_quartile: float
    median: float
    upper_quartile: float
    maximum: float


def spread(counts: NDArray[np.int32]) -> Spread | None:
    """Describe counts, shape (n,); None for no rows."""
    if not len(counts):
        return None
    sd = counts.std(ddof=1) if len(counts) > 1 else 0.0
    quartiles = np.percentile(counts, [0, 25, 50, 75, 100])
    return Spread(len(counts), float(counts.mean()), float(sd), *quartiles.tolist())


def histogram(counts: NDArray[np.int32]) -> list[int]:
    """Count rows of 0, 1, ... words; the last bin is `LAST_BIN` words and more."""
    bins = np.bincount(np.minimum(counts, LAST_BIN), minlength=LAST_BIN + 1)
    return [int(rows) for rows in bins]


@dataclass(frozen=True)
class Repetition:
    """Texts in more than one row, compared character by character.

    `repeated_rows` are the rows of such a text; `superfluous_rows` would go if each text
    were kept once. `contradictory_*`: those labelled negative in one row and positive in another.
    """

    distinct_texts: int
    repeated_texts: int
    repeated_rows: int
    superfluous_rows: int
    contradictory_texts: int
    contradictory_rows: int


def repetition(hashes: NDArray[np.uint64], y: NDArray[np.int8]) -> Repetition:
    """Count repeated and contradictory texts by their hashes and labels, both of shape (n,)."""
    distinct, number, rows = np.unique(hashes, return_inverse=True, return_counts=True)
    positives = np.bincount(number, weights=y, minlength=len(distinct))
    repeated = rows > 1
    contradictory = (positives > 0) & (positives < rows)
    return Repetition(
        distinct_texts=len(distinct),
        repeated_texts=int(repeated.sum()),
        repeated_rows=int(rows[repeated].sum()),
        superfluous_rows=len(hashes) - len(distinct),
        contradictory_texts=int(contradictory.sum()),
        contradictory_rows=int(rows[contradictory].sum()),
    )


@dataclass(frozen=True)
class WordOdds:
    """A word, its log-odds ratio (above 0: positive), that over its error, and its counts."""

    word: str
    log_odds: float
    z: float
    negative: int
    positive: int


def log_odds(
    positive: NDArray[np.float64], negative: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Compute each word's log-odds ratio, positive to negative, and its z-score, shape (words,).

    With an informative Dirichlet prior, the words' counts in both classes together: a rare word
    has to differ much more than a common one. Source: Monroe, Colaresi and Quinn, "Fightin' Words:
    Lexical Feature Selection and Evaluation for Identifying the Content of Political Conflict",
    Political Analysis 16 (2008).
    """
    prior = positive + negative
    here, there = positive + prior, negative + prior
    difference = np.log(here / (here.sum() - here)) - np.log(there / (there.sum() - there))
    return difference, difference / np.sqrt(1 / here + 1 / there)


def telling_words(
    negative: Counter[str], positive: Counter[str], top: int
) -> tuple[list[WordOdds], list[WordOdds]]:
    """Return the `top` words with the lowest and the highest z-scores, furthest first."""
    words = sorted(negative.keys() | positive.keys())
    if len(words) < 2:  # no odds of one word against the others
        return [], []
    counts = [np.array([side[word] for word in words], float) for side in (positive, negative)]
    difference, z = log_odds(*counts)
    order = np.argsort(z, kind="stable")
    odds = [
        WordOdds(word, float(difference[i]), float(z[i]), negative[word], positive[word])
        for i in [*order[:top], *order[::-1][:top]]
        for word in [words[i]]
    ]
    return [word for word in odds if word.z < 0], [word for word in odds if word.z > 0]


def count_misread(texts: Iterable[str]) -> int:
    """Count texts with UTF-8 once read as Latin-1: two letters such as `Ã©` where `é` was meant."""
    return sum(not text.isascii() and _MISREAD.search(text) is not None for text in texts)


def noisiest(
    noise: NDArray[np.float32], characters: NDArray[np.int32], texts: Sequence[str], top: int
) -> list[int]:
    """Return the positions of the `top` noisiest distinct texts; among equals, the longer first."""
    found: dict[str, int] = {}
    for position in np.lexsort((-characters, -noise)).tolist():
        found.setdefault(texts[position], position)
        if len(found) == top:
            break
    return list(found.values())
