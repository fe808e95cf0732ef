"""Words by number, and tweets as numbers, in batches of one length."""

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
"""Word 0: every word not in the vocabulary. No token of a tweet is spelt like this."""


@dataclass(frozen=True)
class Encoded:
    """Tweets as word numbers, one after the other; tweet i is `numbers[starts[i]:starts[i + 1]]`.

    No tweet is empty: one without words is a single <unk>.
    """

    numbers: NDArray[np.int32]
    starts: NDArray[np.int64]

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Number of words of each tweet, shape (n,)."""
        return np.diff(self.starts)

    def rows(self, rows: NDArray[np.intp]) -> NDArray[np.int32]:
        """Return the tweets `rows`, all of one length: shape (rows, length)."""
        first = int(rows[0])
        length = int(self.starts[first + 1] - self.starts[first])
        return self.numbers[self.starts[rows][:, None] + np.arange(length)]


@dataclass(frozen=True)
class Vocabulary:
    """Known words; a word's place is its number, and <unk> is the first."""

    words: tuple[str, ...]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Number of each word."""
        return {word: number for number, word in enumerate(self.words)}

    def encode(self, texts: Sequence[str], desc: str) -> Encoded:
        """Encode raw tweets; `desc` names the progress bar."""
        numbers = self.numbers
        return _encode(texts, lambda word: numbers.get(word, 0), desc)


def read_vocabulary(texts: Sequence[str], min_count: int) -> tuple[Vocabulary, Encoded]:
    """Collect words with at least `min_count` occurrences, most frequent first, and encode."""
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    numbers[UNKNOWN]  # takes number 0
    encoded = _encode(texts, numbers.__getitem__, "read words")
    counts = np.bincount(encoded.numbers, minlength=len(numbers))
    counts[0] = 0
    by_count = np.argsort(-counts, kind="stable")
    frequent = by_count[counts[by_count] >= max(min_count, 1)]
    renumbered = np.zeros(len(numbers), np.int32)
    renumbered[frequent] = np.arange(1, len(frequent) + 1)
    words = list(numbers)
    vocabulary = Vocabulary((UNKNOWN, *(words[place] for place in frequent)))
    return vocabulary, Encoded(renumbered[encoded.numbers], encoded.starts)


def _encode(texts: Sequence[str], number: Callable[[str], int], desc: str) -> Encoded:
    numbers, starts = array("i"), array("q", [0])
    for text in tqdm(texts, desc=desc, unit=" tweets", mininterval=1, disable=len(texts) < 1000):
        numbers.extend([number(word) for word in tokenise(text)[:MAX_WORDS]] or [0])
        starts.append(len(numbers))
    return Encoded(np.array(numbers, np.int32), np.array(starts, np.int64))


def batches_by_length(
    lengths: NDArray[np.int64], batch_size: int, shuffle: np.random.Generator | None = None
) -> list[NDArray[np.intp]]:
    """Put rows in batches of one length and at most `batch_size`: nothing to pad or to mask.

    With `shuffle`, rows meet in new batches and the batches come in any order; their number does
    not change.
    """
    order = np.arange(len(lengths)) if shuffle is None else shuffle.permutation(len(lengths))
    order = order[np.argsort(lengths[order], kind="stable")]
    ends = np.flatnonzero(np.diff(lengths[order])) + 1
    batches = [
        rows[start : start + batch_size]
        for rows in np.split(order, ends)
        for start in range(0, len(rows), batch_size)
    ]
    if shuffle is not None:
        shuffle.shuffle(batches)
    return batches
