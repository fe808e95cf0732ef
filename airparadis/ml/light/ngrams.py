"""The weights of word n-grams, looked up in bulk.

Two sorted columns take a quarter of a dictionary's memory, and one search for all n-grams of a
batch waits for memory far less than as many dictionary lookups.
"""

from collections.abc import Mapping
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

KEY_BITS = 17
"""Bits of a word id inside an n-gram's key; a vocabulary holds fewer than 2**17 words."""

_NO_KEY = np.iinfo(np.int64).max


class NgramWeights(NamedTuple):
    """Ascending keys, the last one a sentinel, and their weights, shape (n,)."""

    keys: NDArray[np.int64]
    weights: NDArray[np.float64]

    @classmethod
    def of(cls, weights: Mapping[int, float]) -> Self:
        """Build from a mapping of `ngram_key`s."""
        keys = np.fromiter(weights.keys(), np.int64, len(weights))
        return cls.from_arrays(keys, np.fromiter(weights.values(), np.float64, len(weights)))

    @classmethod
    def from_arrays(cls, keys: NDArray[np.int64], weights: NDArray[np.float64]) -> Self:
        """Build from keys in any order and their weights."""
        order = np.argsort(keys)
        return cls(np.append(keys[order], _NO_KEY), np.append(weights[order], 0.0))

    @property
    def as_dict(self) -> dict[int, float]:
        """The weights as a mapping of keys."""
        return dict(zip(self.keys[:-1].tolist(), self.weights[:-1].tolist(), strict=True))

    def find(self, keys: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the weights of keys, 0 for unknown ones; negative keys are unknown."""
        positions = self.keys.searchsorted(keys)
        return np.where(self.keys[positions] == keys, self.weights[positions], 0.0)

    def scaled(self, factor: float) -> Self:
        """Return the same n-grams with scaled weights."""
        return self._replace(weights=self.weights * factor)


def ngram_key(*ids: int) -> int:
    """Combine two or three word ids into one integer; no bigram's key is a trigram's."""
    key = 1
    for number in ids:
        key = key << KEY_BITS | number
    return key


def bigram_keys(ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the keys of consecutive pairs of word ids; negative if an id is."""
    return (1 << KEY_BITS | ids[:-1]) << KEY_BITS | ids[1:]


def trigram_keys(ids: NDArray[np.int64], pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the keys of consecutive triples, from their `bigram_keys`; negative if an id is."""
    return pairs[:-1] << KEY_BITS | ids[2:]
