"""Words as the student reads them: a number for a known word, character n-grams for every word."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.light.lstm_weights import MAX_WORDS
from airparadis.ml.light.vectors import buckets


@dataclass(frozen=True)
class Subwords:
    """Every word met, numbered: the `n_known` known ones first, then the others.

    The n-gram buckets of word i are `grams[starts[i]:starts[i + 1]]`. The last number is no word:
    it stands in empty tweets.
    """

    words: Sequence[str]
    n_known: int
    grams: NDArray[np.int64]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, known: Sequence[str], others: Iterable[str], n_buckets: int) -> "Subwords":
        """Number `known`, then `others`; both hold distinct words."""
        words = [*known, *others]
        grams_of = [buckets(word, n_buckets) for word in words]
        lengths = [len(grams) for grams in grams_of]
        return cls(
            words,
            len(known),
            np.array([gram for grams in grams_of for gram in grams], np.int64),
            np.concatenate([[0], np.cumsum(lengths), [sum(lengths)]]).astype(np.int64),
        )

    @property
    def no_word(self) -> int:
        """The number that stands in empty tweets."""
        return len(self.words)

    def grams_of(self, numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Buckets of some words end to end, and where each word's begin."""
        lengths = self.starts[numbers + 1] - self.starts[numbers]
        begins = np.cumsum(lengths) - lengths
        places = np.repeat(self.starts[numbers] - begins, lengths) + np.arange(lengths.sum())
        return self.grams[places], begins


@dataclass(frozen=True)
class Encoded:
    """Tweets as word numbers end to end; tweet i is `numbers[starts[i]:starts[i + 1]]`."""

    numbers: NDArray[np.int32]
    starts: NDArray[np.int64]

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Words of each tweet, at least one."""
        return np.diff(self.starts)

    def rows(self, rows: NDArray[np.intp]) -> NDArray[np.int64]:
        """Tweets of one length as a matrix (n, length)."""
        length = int(self.lengths[rows[0]])
        positions = self.starts[rows][:, None] + np.arange(length)
        matrix: NDArray[np.int64] = self.numbers[positions].astype(np.int64)
        return matrix


def known_words(tweets: Iterable[Sequence[str]], first: Sequence[str], min_count: int) -> list[str]:
    """The words that get a vector of their own: `first`, then those met `min_count` times."""
    counts = Counter(word for tweet in tweets for word in tweet)
    before = frozenset(first)
    common = [word for word, count in counts.most_common() if count >= min_count]
    return [*first, *(word for word in common if word not in before)]


def encode(tweets: Sequence[Sequence[str]], subwords: Subwords) -> Encoded:
    """Tweets cut to `MAX_WORDS`; an empty one is a single word that is none."""
    number_of: Mapping[str, int] = {word: number for number, word in enumerate(subwords.words)}
    cut = [
        [number_of.get(word, subwords.no_word) for word in tweet[:MAX_WORDS]] or [subwords.no_word]
        for tweet in tweets
    ]
    starts = np.concatenate([[0], np.cumsum([len(tweet) for tweet in cut])]).astype(np.int64)
    return Encoded(np.array([word for tweet in cut for word in tweet], np.int32), starts)
