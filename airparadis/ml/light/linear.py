"""The linear part: a sum of weights, so that its score can be explained exactly.

A tweet's log-odds are a bias plus one weight per feature (words, runs of two or three words, words
inside the scope of a negation), divided by a power of the tweet's length. A word unknown to
training is weighed by its character n-grams; a known word's weight already includes those.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from airparadis.lib.memo import memoize
from airparadis.ml.light.ngrams import bigram_keys, trigram_keys
from airparadis.ml.light.tokens import (
    OTHER_NUMBER,
    character_ngrams,
    chunks,
    ends_negation,
    is_negator,
    tokenise,
    words_of,
)
from airparadis.ml.light.weights import LightWeights

NEGATION_SCOPE = 4
"""Number of words that a negator reverses, unless a scope end comes first."""

TOKEN_CACHE_SIZE = 1 << 12
"""Fewer than chunks: tokens are only looked up for new chunks and for explanations."""

UNKNOWN_ID = -1
"""The id of words unknown to training."""


class Word(NamedTuple):
    """A word as the linear part knows it; `id` is its position in the vocabulary."""

    text: str
    id: int
    weight: float
    negated: float
    negates: bool
    ends_scope: bool


_END = Word("", UNKNOWN_ID, 0.0, 0.0, negates=False, ends_scope=True)
"""Separates tweets, so that nothing reaches from one into the next."""


class _Batch:
    """Concatenated tweets, each followed by `_END`.

    `tweets`, `ids` and `weights` have an entry for every word, shape (n_words,), `lengths` has one
    for every tweet.
    """

    def __init__(self, tweets: Sequence[Sequence[Word]]) -> None:
        self.words = [word for tweet in tweets for word in (*tweet, _END)]
        self.ids = np.array([word.id for word in self.words], np.int64)
        self.weights = np.array([word.weight for word in self.words])
        self._negates = [word.negates for word in self.words]
        self._ends_scope = [word.ends_scope for word in self.words]
        self.lengths = np.array([len(tweet) for tweet in tweets])
        self.tweets = np.repeat(np.arange(len(tweets)), self.lengths + 1)

    def negations(self) -> Iterator[tuple[int, int]]:
        """Yield pairs of the latest negator's position and a word in its scope."""
        for negator in [position for position, negates in enumerate(self._negates) if negates]:
            for position in range(negator + 1, negator + 1 + NEGATION_SCOPE):
                if self._ends_scope[position]:
                    break
                yield negator, position
                if self._negates[position]:
                    break


class LinearScorer:
    """Logistic regression over words, word n-grams, negated words and character n-grams."""

    def __init__(self, weights: LightWeights) -> None:
        self._weights = weights
        self.words_of_token = memoize(self._look_up, TOKEN_CACHE_SIZE)
        self._words_of_chunk = memoize(self._parse_chunk)

    @property
    def bias(self) -> float:
        """The log-odds of a tweet without words."""
        return self._weights.bias

    def words(self, unescaped: str) -> list[Word]:
        """Return the words of an unescaped text, in order.

        Tokens never cross a space, so results are cached by whitespace-separated chunk.
        """
        return list(chain.from_iterable(map(self._words_of_chunk, chunks(unescaped))))

    def scores(self, tweets: Sequence[Sequence[Word]]) -> NDArray[np.float64]:
        """Return the log-odds of positive, shape (n,)."""
        if not tweets:
            return np.zeros(0)
        batch = _Batch(tweets)
        sums = np.bincount(batch.tweets, batch.weights)
        pairs = bigram_keys(batch.ids)
        keys = np.concatenate([pairs, trigram_keys(batch.ids, pairs)])
        owners = np.concatenate([batch.tweets[1:], batch.tweets[2:]])
        sums += np.bincount(owners, self._weights.ngrams.find(keys), len(tweets))
        for _, position in batch.negations():
            sums[batch.tweets[position]] += batch.words[position].negated
        return sums * self._weights.length.of_each(batch.lengths) + self._weights.bias

    def contributions(self, words: Sequence[Word]) -> list[float]:
        """Return what every word adds: an equal share of every feature it is part of."""
        contributions = [word.weight for word in words]
        batch = _Batch([words])
        pairs = bigram_keys(batch.ids)
        for size, keys in ((2, pairs), (3, trigram_keys(batch.ids, pairs))):
            for start, weight in enumerate(self._weights.ngrams.find(keys).tolist()):
                if weight:
                    _add_share(contributions, weight, range(start, start + size))
        for negator, position in batch.negations():
            _add_share(contributions, words[position].negated, (negator, position))
        scale = self._weights.length.of(len(words))
        return [share * scale for share in contributions]

    def _parse_chunk(self, chunk: str) -> tuple[Word, ...]:
        return tuple(word for token in tokenise(chunk) for word in self.words_of_token(token))

    def _look_up(self, token: str) -> tuple[Word, ...]:
        return tuple(self._word(word) for word in words_of(token))

    def _word(self, word: str) -> Word:
        known = self._weights
        word_id = known.words.get(word, UNKNOWN_ID)
        if word_id == UNKNOWN_ID and word.isdecimal() and word != OTHER_NUMBER:
            return self._word(OTHER_NUMBER)
        if word_id == UNKNOWN_ID:
            grams = character_ngrams(word)
            weight = sum(map(known.characters.get, grams, repeat(0.0)))
            return Word(word, word_id, weight, 0.0, is_negator(word), ends_negation(word))
        weight, negated = float(known.unigrams[word_id]), float(known.negated[word_id])
        return Word(word, word_id, weight, negated, is_negator(word), ends_negation(word))


def _add_share(contributions: list[float], weight: float, positions: Sequence[int]) -> None:
    for position in positions:
        contributions[position] += weight / len(positions)
