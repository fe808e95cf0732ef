"""Word vectors in one byte a dimension, and vectors of unknown words from their character n-grams.

As in fastText (Bojanowski et al., "Enriching Word Vectors with Subword Information", TACL 2017) a
word is its own vector plus the mean of its character n-grams' vectors, n-grams sharing a fixed
number of buckets by hash. For known words the sum is worked out when the model is written.
"""

import zlib
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.light.tokens import character_ngrams

LARGEST = 127


class Quantised(NamedTuple):
    """Rows of small integers, shape (n, dimensions), and what each row is multiplied by, (n,)."""

    rows: NDArray[np.int8]
    scales: NDArray[np.float16]

    @classmethod
    def of(cls, vectors: NDArray[np.float32]) -> "Quantised":
        """Round each row to integers of at most 127, the largest of its numbers becoming 127."""
        largest = np.abs(vectors).max(axis=1, initial=0.0)
        scales = (largest / LARGEST).astype(np.float16)
        too_small = scales.astype(np.float32) * LARGEST <= largest
        scales[too_small] = np.nextafter(scales[too_small], np.float16(np.inf))
        exact = vectors / scales[:, None].astype(np.float32)
        return cls(np.rint(exact).astype(np.int8), scales)

    def take(self, places: NDArray[np.intp]) -> NDArray[np.float32]:
        """The rows at `places` as they were, nearly; shape (len(places), dimensions)."""
        scales = self.scales[places].astype(np.float32)
        taken: NDArray[np.float32] = self.rows[places] * scales[:, None]
        return taken


def buckets(word: str, n_buckets: int) -> list[int]:
    """The bucket of each character n-gram of a word; CRC-32 is the same on every machine."""
    return [
        zlib.crc32(gram.encode("utf-8", "surrogatepass")) % n_buckets
        for gram in character_ngrams(word)
    ]


class WordVectors:
    """A vector for every word.

    The rows of `words` belong to the commonest words, by number. Any other word is the last row
    plus the mean of its character n-grams' rows.
    """

    def __init__(self, words: Quantised, grams: Quantised) -> None:
        self._words = words
        self._grams = grams

    def of(self, words: Sequence[str], numbers: Sequence[int]) -> NDArray[np.float32]:
        """Vectors of words of these numbers, -1 if unknown; shape (n, dimensions)."""
        other = len(self._words.rows) - 1
        rows = np.array(numbers, np.intp)
        rows[(rows < 0) | (rows > other)] = other
        vectors = self._words.take(rows)
        others = [
            (place, found)
            for place in np.flatnonzero(rows == other).tolist()
            if (found := buckets(words[place], len(self._grams.rows)))
        ]
        if others:
            counts = [len(found) for _, found in others]
            grams = self._grams.take(np.array([bucket for _, found in others for bucket in found]))
            starts = np.cumsum([0, *counts[:-1]])
            means = np.add.reduceat(grams, starts) / np.array(counts, np.float32)[:, None]
            vectors[[place for place, _ in others]] += means
        return vectors
