"""The light model's weights: plain arrays on disk, dictionaries in memory.

`weights.npz` holds, for the vocabulary and for every n-gram of it kept, one float16 weight in
log-odds of positive. N-grams are sorted rows of word numbers, stored as differences column by
column, which compress to little. Nothing in it is executable (`allow_pickle=False`).
"""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

WEIGHTS_NAME = "weights.npz"
NGRAM_SIZES = (2, 3)
KEY_BITS = 17
"""Bits of a word's number inside an n-gram's key; a vocabulary holds fewer than 2**17 words."""


class LengthScale(NamedTuple):
    """Long tweets say each thing less strongly: n words count (n + offset) ** -exponent each."""

    offset: float
    exponent: float

    def of(self, n_words: int) -> float:
        """What the weights of a tweet of `n_words` are multiplied by."""
        return math.pow(n_words + self.offset, -self.exponent)


@dataclass(frozen=True)
class LightWeights:
    """Weights in log-odds of positive.

    `words` gives each known word its number; `unigrams` and `negated` are indexed by it, shape
    (n_words,). `ngrams` maps `ngram_key` of two or three word numbers to a weight. `characters`
    weighs the character n-grams of unknown words. The sum over a tweet is multiplied by its
    `length` scale before the bias is added.
    """

    bias: float
    length: LengthScale
    words: dict[str, int]
    unigrams: NDArray[np.float64]
    negated: NDArray[np.float64]
    ngrams: dict[int, float]
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
        words=pack(sorted(weights.words, key=weights.words.__getitem__)),
        unigrams=weights.unigrams.astype(np.float16),
        negated=weights.negated.astype(np.float16),
        characters=pack(grams),
        character_weights=np.array([weights.characters[gram] for gram in grams], np.float16),
        **arrays,
    )


def read_weights(directory: Path) -> LightWeights:
    """Read what `write_weights` wrote."""
    with np.load(directory / WEIGHTS_NAME, allow_pickle=False) as stored:
        ngrams: dict[int, float] = {}
        for size in NGRAM_SIZES:
            ngrams |= _dictionary(stored[f"ngrams_{size}"], stored[f"ngram_weights_{size}"])
        return LightWeights(
            bias=float(stored["bias"]),
            length=LengthScale(*stored["length"].tolist()),
            words={word: number for number, word in enumerate(unpack(stored["words"]))},
            unigrams=stored["unigrams"].astype(np.float64),
            negated=stored["negated"].astype(np.float64),
            ngrams=ngrams,
            characters=dict(
                zip(unpack(stored["characters"]), stored["character_weights"].tolist(), strict=True)
            ),
        )


def ngram_key(*numbers: int) -> int:
    """One integer for two or three word numbers; no bigram's key is a trigram's."""
    key = 1
    for number in numbers:
        key = key << KEY_BITS | number
    return key


def _dictionary(differences: NDArray[np.int32], weights: NDArray[np.float16]) -> dict[int, float]:
    numbers = np.cumsum(differences, axis=0, dtype=np.int64)
    keys = np.ones(len(numbers), np.int64)
    for column in numbers.T:
        keys = keys << KEY_BITS | column
    distinct, places = np.unique(weights, return_inverse=True)
    shared = distinct.tolist()  # one float object for equal weights: a third of the memory
    return dict(zip(keys.tolist(), map(shared.__getitem__, places.tolist()), strict=True))


def _table(ngrams: dict[int, float], size: int) -> tuple[NDArray[np.int32], NDArray[np.float16]]:
    """The n-grams of one size as sorted rows, stored as differences, and their weights."""
    keys = np.array(sorted(key for key in ngrams if key >> KEY_BITS * size == 1), np.int64)
    shifts = np.arange(size - 1, -1, -1) * KEY_BITS
    rows = keys[:, None] >> shifts & (1 << KEY_BITS) - 1
    first = np.zeros((1, size), np.int64)
    differences = np.diff(rows, axis=0, prepend=first).astype(np.int32)
    values = np.array([ngrams[key] for key in keys.tolist()], np.float16)
    return np.asfortranarray(differences), values


def pack(strings: list[str]) -> NDArray[np.uint8]:
    """Strings without line breaks as bytes, one a line."""
    return np.frombuffer("\n".join(strings).encode(), np.uint8)


def unpack(packed: NDArray[np.uint8]) -> list[str]:
    """What `pack` packed."""
    return packed.tobytes().decode().split("\n") if len(packed) else []
