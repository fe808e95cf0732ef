"""Words as the student reads them: a number for a known word, character n-grams for every word."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from airparadis.ml.light.lstm_weights import MAX_WORDS
from training.families.light.subwords import NumberedWords, gram_tables
from training.families.lstm.vocabulary import Encoded


@dataclass(frozen=True)
class Subwords(NumberedWords):
    """Every word of the lessons, in the order of their numbers."""

    words: Sequence[str]

    @classmethod
    def of(cls, known: Sequence[str], others: Iterable[str], n_buckets: int) -> "Subwords":
        """Number `known`, then `others`; both hold distinct words."""
        words = [*known, *others]
        return cls(len(known), *gram_tables(words, n_buckets), words)


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
