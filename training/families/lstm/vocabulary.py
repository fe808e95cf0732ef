"""Words by number, and tweets as numbers."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from training.embeddings.words import tokenise
from training.families.lstm.settings import MAX_WORDS

UNKNOWN = "<unk>"
"""Word 0: every word not in the vocabulary. No token of a tweet reads so."""


@dataclass(frozen=True)
class Encoded:
    """Tweets as word numbers, one after the other; tweet i is `numbers[starts[i]:starts[i + 1]]`.

    No tweet is empty: one without words is one <unk>.
    """

    numbers: NDArray[np.int32]
    starts: NDArray[np.int64]

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Words of each tweet, shape (n,)."""
        return np.diff(self.starts)

    def rows(self, rows: NDArray[np.intp]) -> NDArray[np.int32]:
        """The tweets `rows`, all of one length: shape (rows, length)."""
        first = int(rows[0])
        length = int(self.starts[first + 1] - self.starts[first])
        return self.numbers[self.starts[rows][:, None] + np.arange(length)]


@dataclass(frozen=True)
class Vocabulary:
    """The words a network knows; a word's place is its number, and <unk> is the first."""

    words: tuple[str, ...]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each word."""
        return {word: number for number, word in enumerate(self.words)}

    def encode(self, texts: Sequence[str], desc: str) -> Encoded:
        """Raw tweets as numbers; `desc` names the progress bar."""
        numbers = self.numbers
        return _encode(texts, lambda word: numbers.get(word, 0), desc)


def read_vocabulary(texts: Sequence[str], min_count: int) -> tuple[Vocabulary, Encoded]:
    """The words that occur at least `min_count` times, commonest first, and the tweets in them."""
    every: defaultdict[str, int] = defaultdict()
    every.default_factory = every.__len__
    every[UNKNOWN]  # takes number 0
    encoded = _encode(texts, every.__getitem__, "read words")
    counts = np.bincount(encoded.numbers, minlength=len(every))
    counts[0] = 0
    by_count = np.argsort(-counts, kind="stable")
    kept = by_count[counts[by_count] >= max(min_count, 1)]
    renumbered = np.zeros(len(every), np.int32)
    renumbered[kept] = np.arange(1, len(kept) + 1)
    words = list(every)
    vocabulary = Vocabulary((UNKNOWN, *(words[place] for place in kept)))
    return vocabulary, Encoded(renumbered[encoded.numbers], encoded.starts)


def _encode(texts: Sequence[str], number: Callable[[str], int], desc: str) -> Encoded:
    numbers, starts = array("i"), array("q", [0])
    for text in tqdm(texts, desc=desc, unit=" tweets", mininterval=1, disable=len(texts) < 1000):
        numbers.extend([number(word) for word in tokenise(text)[:MAX_WORDS]] or [0])
        starts.append(len(numbers))
    return Encoded(np.array(numbers, np.int32), np.array(starts, np.int64))
