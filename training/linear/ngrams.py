"""The light model's features of a million tweets at a time, as sparse matrices.

A corpus is one long array of word numbers; a feature is an integer key made of the numbers of its
words. The features are those of `airparadis.ml.light.linear`, which reads one tweet at a time; a
test compares the two.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from tqdm import tqdm

from airparadis.ml.light.linear import NEGATION_SCOPE
from airparadis.ml.light.tokens import (
    character_ngrams,
    ends_negation,
    is_negator,
    tokenise,
    words_of,
)
from airparadis.text.cleaning import unescape


@dataclass(frozen=True)
class Corpus:
    """Tweets as word numbers, end to end: `numbers` (n_words,) and `rows` (n_words,), ascending."""

    numbers: NDArray[np.int64]
    rows: NDArray[np.int64]
    n_rows: int


@dataclass(frozen=True)
class Occurrences:
    """Key and row of each occurrence of a feature."""

    keys: NDArray[np.int64]
    rows: NDArray[np.int64]
    n_rows: int

    def frequent(self, min_count: int) -> NDArray[np.int64]:
        """Return the keys that occur at least `min_count` times, ascending."""
        keys, counts = np.unique(self.keys, return_counts=True)
        return keys[counts >= min_count]

    def matrix(self, vocabulary: NDArray[np.int64]) -> sp.csr_matrix:
        """Count the keys of a sorted vocabulary, shape (n_rows, len(vocabulary))."""
        known = np.isin(self.keys, vocabulary)
        columns = np.searchsorted(vocabulary, self.keys[known])
        return count_matrix(self.rows[known], columns, (self.n_rows, len(vocabulary)))


class Vocabulary:
    """Words numbered in the order of their first occurrence."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    @property
    def words(self) -> list[str]:
        """Every word, in the order of their numbers."""
        return list(self.numbers)

    def read(self, texts: Sequence[str], desc: str) -> Corpus:
        """Tokenise raw tweets, numbering new words."""
        number = self.numbers.setdefault
        numbers: list[int] = []
        lengths = np.zeros(len(texts), np.int64)
        for row, text in enumerate(tqdm(texts, desc=desc, unit=" tweets", mininterval=1)):
            before = len(numbers)
            for token in tokenise(unescape(text)):
                numbers += [number(word, len(self.numbers)) for word in words_of(token)]
            lengths[row] = len(numbers) - before
        rows = np.repeat(np.arange(len(texts)), lengths)
        return Corpus(np.array(numbers, np.int64), rows, len(texts))


class NumberedTweets(NamedTuple):
    """Training tweets as word numbers of `vocabulary`, and their labels, shape (n,)."""

    corpus: Corpus
    vocabulary: Vocabulary
    y: NDArray[np.int8]


def number_words(X: Sequence[str], y: NDArray[np.int8]) -> NumberedTweets:
    """Number the words of raw tweets."""
    vocabulary = Vocabulary()
    return NumberedTweets(vocabulary.read(X, "tokenise"), vocabulary, y)


def word_ngrams(corpus: Corpus, size: int, base: int) -> Occurrences:
    """Find runs of `size` words within a tweet; a key is its numbers as digits of `base`."""
    n_runs = max(len(corpus.numbers) - size + 1, 0)
    keys = np.zeros(n_runs, np.int64)
    for place in range(size):
        keys = keys * base + corpus.numbers[place : place + n_runs]
    inside = corpus.rows[:n_runs] == corpus.rows[len(corpus.rows) - n_runs :]
    return Occurrences(keys[inside], corpus.rows[:n_runs][inside], corpus.n_rows)


def ngram_numbers(keys: NDArray[np.int64], size: int, base: int) -> NDArray[np.int64]:
    """Split keys of `word_ngrams` into word numbers, shape (n_keys, size)."""
    places = base ** np.arange(size - 1, -1, -1, dtype=np.int64)
    return keys[:, None] // places % base


def negated_words(corpus: Corpus, words: Sequence[str]) -> Occurrences:
    """Find words inside the scope of a negator; a key is the word's number."""
    place = np.arange(len(corpus.numbers))
    negator = np.array([is_negator(word) for word in words], bool)[corpus.numbers]
    stop = np.array([ends_negation(word) for word in words], bool)[corpus.numbers]
    last_negator = np.roll(_last(negator), 1)
    last_negator[:1] = -1
    negated = (
        (last_negator >= 0)
        & (place - last_negator <= NEGATION_SCOPE)
        & (_last(stop) < last_negator)
        & (corpus.rows[last_negator] == corpus.rows)
    )
    return Occurrences(corpus.numbers[negated], corpus.rows[negated], corpus.n_rows)


def character_matrix(words: Iterable[str], min_count: int) -> tuple[sp.csr_matrix, list[str]]:
    """Count character n-grams of each word, and name them; without those of few words."""
    grams_of = [character_ngrams(word) for word in words]
    counts = Counter(gram for grams in grams_of for gram in set(grams))
    kept = sorted(gram for gram, count in counts.items() if count >= min_count)
    column = {gram: place for place, gram in enumerate(kept)}
    pairs = [
        (row, column[gram])
        for row, grams in enumerate(grams_of)
        for gram in grams
        if gram in column
    ]
    rows, columns = np.array(pairs, np.int64).reshape(-1, 2).T
    return count_matrix(rows, columns, (len(grams_of), len(kept))), kept


def count_matrix(
    rows: NDArray[np.int64], columns: NDArray[np.int64], shape: tuple[int, int]
) -> sp.csr_matrix:
    """Make a sparse matrix of the number of times each (row, column) is given."""
    matrix = sp.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)
    matrix.sum_duplicates()
    return matrix


def inverse_document_frequency(counts: sp.csr_matrix) -> NDArray[np.float64]:
    """Weigh each column, more for rarer features (scikit-learn's smooth_idf)."""
    n_rows, n_columns = counts.shape
    frequency = np.bincount(counts.indices, minlength=n_columns)
    weights: NDArray[np.float64] = np.log((n_rows + 1) / (frequency + 1)) + 1
    return weights


def _last(marked: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Last marked place at or before each place, -1 before the first."""
    return np.maximum.accumulate(np.where(marked, np.arange(len(marked)), -1))
