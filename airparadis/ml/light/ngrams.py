"""The weights of word n-grams, looked up many at a time.

Two sorted columns take a quarter of a dictionary's memory, and a search in them for all n-grams of
a batch waits for memory far less than as many looks into a dictionary.
"""

from collections.abc import Mapping
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

KEY_BITS = 17
"""Bits of a word's number inside an n-gram's key; a vocabulary holds fewer than 2**17 words."""

_NO_KEY = np.iinfo(np.int64).max


class NgramWeights(NamedTuple):
    """Keys in rising order, the last one none of an n-gram, and the weight of each, shape (n,)."""

    keys: NDArray[np.int64]
    weights: NDArray[np.float64]

    @classmethod
    def of(cls, weights: Mapping[int, float]) -> Self:
        """The weights of a mapping from `ngram_key`."""
        keys = np.fromiter(weights.keys(), np.int64, len(weights))
        return cls.of_columns(keys, np.fromiter(weights.values(), np.float64, len(weights)))

    @classmethod
    def of_columns(cls, keys: NDArray[np.int64], weights: NDArray[np.float64]) -> Self:
        """Keys in any order, each with its weight."""
        order = np.argsort(keys)
        return cls(np.append(keys[order], _NO_KEY), np.append(weights[order], 0.0))

    @property
    def of_keys(self) -> dict[int, float]:
        """The mapping again."""
        return dict(zip(self.keys[:-1].tolist(), self.weights[:-1].tolist(), strict=True))

    def find(self, keys: NDArray[np.int64]) -> NDArray[np.float64]:
        """The weight of each key, 0 where it has none; a negative key is none."""
        places = self.keys.searchsorted(keys)
        return np.where(self.keys[places] == keys, self.weights[places], 0.0)

    def times(self, factor: float) -> Self:
        """The same n-grams with other weights."""
        return self._replace(weights=self.weights * factor)


def ngram_key(*numbers: int) -> int:
    """One integer for two or three word numbers; no bigram's key is a trigram's."""
    key = 1
    for number in numbers:
        key = key << KEY_BITS | number
    return key


def keys_of_pairs(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """The key of each two word numbers that follow each other; negative if one of them is."""
    return (1 << KEY_BITS | numbers[:-1]) << KEY_BITS | numbers[1:]


def keys_of_triples(numbers: NDArray[np.int64], pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """The key of each three, from `keys_of_pairs`; negative if one of them is."""
    return pairs[:-1] << KEY_BITS | numbers[2:]
