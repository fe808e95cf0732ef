"""Input of the recurrent part: a number for a known word, n-grams for every word."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.light.vectors import buckets
from training.families.lstm.vocabulary import Encoded
from training.linear.ngrams import Corpus


@dataclass(frozen=True)
class NumberedWords:
    """Words with numbers: the `n_known` known ones first, then the others.

    The n-gram buckets of word i are `grams[starts[i]:starts[i + 1]]`. The last number is no word:
    it fills empty tweets.
    """

    n_known: int
    grams: NDArray[np.int64]
    starts: NDArray[np.int64]

    @property
    def no_word(self) -> int:
        """The number that fills empty tweets."""
        return len(self.starts) - 2

    def grams_of(
        self, words: NDArray[np.integer[Any]]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the buckets of some words end to end, and the start of each word's."""
        lengths = self.starts[words + 1] - self.starts[words]
        begins = np.cumsum(lengths) - lengths
        places = np.repeat(self.starts[words] - begins, lengths) + np.arange(lengths.sum())
        return self.grams[places], begins


def gram_tables(
    words: Iterable[str], n_buckets: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the `grams` and `starts` of words in the order of their numbers, and of no word."""
    grams_of = [buckets(word, n_buckets) for word in words]
    lengths = [len(grams) for grams in grams_of]
    return (
        np.array([gram for grams in grams_of for gram in grams], np.int64),
        np.concatenate([[0], np.cumsum(lengths), [sum(lengths)]]).astype(np.int64),
    )


@dataclass(frozen=True)
class Subwords(NumberedWords):
    """Every word of a corpus, renumbered; `number_of` maps a corpus's word numbers to these."""

    number_of: NDArray[np.int32]

    @classmethod
    def of(cls, words: Sequence[str], known: Mapping[str, int], n_buckets: int) -> "Subwords":
        """Number `words`, of which `known` already have numbers."""
        unknown = iter(range(len(known), len(words)))
        number_of = np.array(
            [known[word] if word in known else next(unknown) for word in words], np.int32
        )
        word_of = np.empty(len(words), np.int64)
        word_of[number_of] = np.arange(len(words))
        numbered = (words[place] for place in word_of.tolist())
        return cls(len(known), *gram_tables(numbered, n_buckets), number_of)


def encode(corpus: Corpus, subwords: Subwords, max_words: int) -> Encoded:
    """Encode the tweets of `corpus`, cut to `max_words`."""
    lengths = np.bincount(corpus.rows, minlength=corpus.n_rows)
    first = np.cumsum(lengths) - lengths
    cut = np.minimum(lengths, max_words)
    starts = np.concatenate([[0], np.cumsum(np.maximum(cut, 1))])  # an empty tweet is one no-word
    numbers = np.full(starts[-1], subwords.no_word, np.int32)
    offsets = _offsets(cut)
    words = corpus.numbers[np.repeat(first, cut) + offsets]
    numbers[np.repeat(starts[:-1], cut) + offsets] = subwords.number_of[words]
    return Encoded(numbers, starts)


def _offsets(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count 0, 1, ... up to each length, one after the other."""
    ends = np.cumsum(lengths)
    return np.arange(lengths.sum()) - np.repeat(ends - lengths, lengths)
