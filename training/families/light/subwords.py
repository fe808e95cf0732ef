"""Words as the recurrent part reads them: a number for a known word, n-grams for every word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.light.vectors import buckets
from training.families.lstm.vocabulary import Encoded
from training.linear.ngrams import Corpus


@dataclass(frozen=True)
class Subwords:
    """Every word met, renumbered: the `n_known` known ones first, then the others.

    `number_of` maps a corpus's word numbers to these; the n-gram buckets of word i are
    `grams[starts[i]:starts[i + 1]]`. The last word is no word: it stands in empty tweets.
    """

    n_known: int
    number_of: NDArray[np.int32]
    grams: NDArray[np.int64]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, words: Sequence[str], known: Mapping[str, int], n_buckets: int) -> "Subwords":
        """Number `words`, of which `known` have numbers already."""
        unknown = iter(range(len(known), len(words)))
        number_of = np.array(
            [known[word] if word in known else next(unknown) for word in words], np.int32
        )
        word_of = np.empty(len(words), np.int64)
        word_of[number_of] = np.arange(len(words))
        grams_of = [buckets(words[place], n_buckets) for place in word_of.tolist()]
        lengths = [len(grams) for grams in grams_of]
        return cls(
            len(known),
            number_of,
            np.array([gram for grams in grams_of for gram in grams], np.int64),
            np.concatenate([[0], np.cumsum(lengths), [sum(lengths)]]).astype(np.int64),
        )

    @property
    def no_word(self) -> int:
        """The number that stands in empty tweets."""
        return len(self.number_of)

    def grams_of(self, words: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Buckets of some words end to end, and where each word's begin."""
        lengths = self.starts[words + 1] - self.starts[words]
        begins = np.cumsum(lengths) - lengths
        places = np.repeat(self.starts[words] - begins, lengths) + np.arange(lengths.sum())
        return self.grams[places], begins


def encode(corpus: Corpus, subwords: Subwords, max_words: int) -> Encoded:
    """The tweets of `corpus`, cut to `max_words`."""
    lengths = np.bincount(corpus.rows, minlength=corpus.n_rows)
    first = np.cumsum(lengths) - lengths
    kept = np.minimum(lengths, max_words)
    taken = np.maximum(kept, 1)  # an empty tweet is one word that is none
    starts = np.concatenate([[0], np.cumsum(taken)])
    numbers = np.full(starts[-1], subwords.no_word, np.int32)
    inside = np.repeat(starts[:-1], kept) + _counting(kept)
    numbers[inside] = subwords.number_of[corpus.numbers[np.repeat(first, kept) + _counting(kept)]]
    return Encoded(numbers, starts)


def _counting(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """0, 1, ... up to each length, one after the other."""
    ends = np.cumsum(lengths)
    return np.arange(lengths.sum()) - np.repeat(ends - lengths, lengths)
