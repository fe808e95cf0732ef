"""Quantised word vectors, one byte a dimension; unknown words get theirs from character n-grams.

As in fastText (Bojanowski et al., "Enriching Word Vectors with Subword Information", TACL 2017) a
word is its own vector plus the mean of its character n-grams' vectors, which share a fixed number
of buckets by hash. For known words the sum is computed when the model is written.
"""

import zlib
from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.light.tokens import encoded_ngrams

MAX_INT8 = 127


class VectorWord(Protocol):
    """A word whose vector can be looked up; `id` is its row, -1 if it has none of its own."""

    @property
    def text(self) -> str: ...

    @property
    def id(self) -> int: ...


class Quantised(NamedTuple):
    """Rows of 8-bit integers, shape (n, dimensions), and their scales, shape (n,)."""

    rows: NDArray[np.int8]
    scales: NDArray[np.float16]

    @classmethod
    def of(cls, vectors: NDArray[np.float32]) -> "Quantised":
        """Quantise rows so that the largest absolute value of each becomes 127."""
        largest = np.abs(vectors).max(axis=1, initial=0.0)
        scales = (largest / MAX_INT8).astype(np.float16)
        too_small = scales.astype(np.float32) * MAX_INT8 <= largest
        scales[too_small] = np.nextafter(scales[too_small], np.float16(np.inf))
        exact = vectors / scales[:, None].astype(np.float32)
        return cls(np.rint(exact).astype(np.int8), scales)

    def take(self, rows: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return the dequantised rows at some positions, shape (len(places), dimensions)."""
        scales = self.scales[rows].astype(np.float32)
        taken: NDArray[np.float32] = self.rows[rows] * scales[:, None]
        return taken


def buckets(word: str, n_buckets: int) -> list[int]:
    """Return the buckets of a word's character n-grams; CRC-32 is the same on every machine."""
    return [crc % n_buckets for crc in map(zlib.crc32, encoded_ngrams(word))]


class WordVectors:
    """Vectors for all words.

    The rows of `words` are the commonest words', by id. The vector of any other word is the last
    row plus the mean of its character n-grams' rows.
    """

    def __init__(self, words: Quantised, grams: Quantised) -> None:
        self._words = words
        self._grams = grams

    def of(self, words: Sequence[str], ids: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors of words with these ids, -1 if unknown, shape (n, dimensions)."""
        other = len(self._words.rows) - 1
        rows = np.array(ids, np.intp)
        rows[(rows < 0) | (rows > other)] = other
        vectors = self._words.take(rows)
        by_count: dict[int, list[tuple[int, list[int]]]] = {}
        for position in np.flatnonzero(rows == other).tolist():
            found = buckets(words[position], len(self._grams.rows))
            by_count.setdefault(len(found), []).append((position, found))
        for count, others in by_count.items():
            if count:
                grams = self._grams.take(np.array([found for _, found in others]).reshape(-1))
                means = grams.reshape(len(others), count, -1).sum(axis=1) / np.float32(count)
                vectors[[position for position, _ in others]] += means
        return vectors
