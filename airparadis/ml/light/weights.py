"""The light model's linear weights: arrays on disk, dictionaries and sorted columns in memory.

`weights.npz` holds one float16 weight in log-odds of positive for every word and n-gram. N-grams
are sorted rows of word ids, stored as differences column by column, which compress well. Nothing in
it is executable (`allow_pickle=False`).
"""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.light.ngrams import KEY_BITS, NgramWeights

WEIGHTS_NAME = "weights.npz"
NGRAM_SIZES = (2, 3)


class LengthScale(NamedTuple):
    """A scale for the length of tweets: n words count (n + offset) ** -exponent each."""

    offset: float
    exponent: float

    def of(self, n_words: int) -> float:
        """Return the factor for a tweet of `n_words`."""
        return math.pow(n_words + self.offset, -self.exponent)

    def of_each(self, n_words: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the factors for many tweets, shape (n,)."""
        factors: NDArray[np.float64] = np.power(n_words + self.offset, -self.exponent)
        return factors


@dataclass(frozen=True)
class LightWeights:
    """Weights in log-odds of positive.

    `words` maps known words to their ids, which index `unigrams` and `negated`, shape (n_words,).
    `ngrams` has a weight for `ngram_key`s. `characters` weighs the character n-grams of unknown
    words. The sum over a tweet is multiplied by its `length` scale before the bias is added.
    """

    bias: float
    length: LengthScale
    words: dict[str, int]
    unigrams: NDArray[np.float64]
    negated: NDArray[np.float64]
    ngrams: NgramWeights
    characters: dict[str, float]


def write_weights(directory: Path, weights: LightWeights) -> None:
    """Write the weights, rounded to float16."""
    grams = sorted(weights.characters)
    arrays: dict[str, NDArray[Any]] = {}
    for size in NGRAM_SIZES:
        arrays[f"ngrams_{size}"], arrays[f"ngram_weights_{size}"] = _table(weights.ngrams, size)
    np.savez_compressed(
        directory / WEIGHTS_NAME,
        allow_pickle=False,
        bias=np.float64(weights.bias),
        length=np.array([weights.length.offset, weights.length.exponent]),
        words=pack_strings(sorted(weights.words, key=weights.words.__getitem__)),
        unigrams=weights.unigrams.astype(np.float16),
        negated=weights.negated.astype(np.float16),
        characters=pack_strings(grams),
        character_weights=np.array([weights.characters[gram] for gram in grams], np.float16),
        **arrays,
    )


def read_weights(directory: Path) -> LightWeights:
    """Read the file of `write_weights`."""
    with np.load(directory / WEIGHTS_NAME, allow_pickle=False) as stored:
        columns = [
            (_keys(stored[f"ngrams_{size}"]), stored[f"ngram_weights_{size}"].astype(np.float64))
            for size in NGRAM_SIZES
        ]
        return LightWeights(
            bias=float(stored["bias"]),
            length=LengthScale(*stored["length"].tolist()),
            words={word: number for number, word in enumerate(unpack_strings(stored["words"]))},
            unigrams=stored["unigrams"].astype(np.float64),
            negated=stored["negated"].astype(np.float64),
            ngrams=NgramWeights.from_arrays(*map(np.concatenate, zip(*columns, strict=True))),
            characters=_by_gram(stored["characters"], stored["character_weights"]),
        )


def _by_gram(grams: NDArray[np.uint8], weights: NDArray[np.float16]) -> dict[str, float]:
    """Map n-grams to weights; float16 has few values, and sharing their objects saves 4 MB."""
    distinct, places = np.unique(weights, return_inverse=True)
    numbers = distinct.tolist()
    return {
        gram: numbers[place]
        for gram, place in zip(unpack_strings(grams), places.tolist(), strict=True)
    }


def _keys(differences: NDArray[np.int32]) -> NDArray[np.int64]:
    numbers = np.cumsum(differences, axis=0, dtype=np.int64)
    keys = np.ones(len(numbers), np.int64)
    for column in numbers.T:
        keys = keys << KEY_BITS | column
    return keys


def _table(ngrams: NgramWeights, size: int) -> tuple[NDArray[np.int32], NDArray[np.float16]]:
    """Return the n-grams of one size as sorted rows, stored as differences, and their weights."""
    is_of_size = ngrams.keys >> KEY_BITS * size == 1
    keys = ngrams.keys[is_of_size]
    shifts = np.arange(size - 1, -1, -1) * KEY_BITS
    rows = keys[:, None] >> shifts & (1 << KEY_BITS) - 1
    first = np.zeros((1, size), np.int64)
    differences = np.diff(rows, axis=0, prepend=first).astype(np.int32)
    return np.asfortranarray(differences), ngrams.weights[is_of_size].astype(np.float16)


def pack_strings(strings: list[str]) -> NDArray[np.uint8]:
    """Encode strings without line breaks as bytes, one a line."""
    return np.frombuffer("\n".join(strings).encode(), np.uint8)


def unpack_strings(packed: NDArray[np.uint8]) -> list[str]:
    """Decode the strings of `pack_strings`."""
    return packed.tobytes().decode().split("\n") if len(packed) else []
