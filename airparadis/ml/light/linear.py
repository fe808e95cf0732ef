"""The linear part: a sum of weights, so that every part of its score can be shown.

A tweet's log-odds are a bias plus one weight per feature: each word, each run of two or three
words, each word inside the scope of a negation, all divided by a power of the tweet's length. A
word never met in training is weighed by its character n-grams; for a known word those are folded
into its weight already.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from airparadis.lib.memo import memoize
from airparadis.ml.light.ngrams import keys_of_pairs, keys_of_triples
from airparadis.ml.light.tokens import character_ngrams, is_negator, is_stop, tokenise, words_of
from airparadis.ml.light.weights import LightWeights

NEGATION_SCOPE = 4
"""A negator turns round this many words after it, or fewer if a stop comes first."""

TOKENS_KEPT = 1 << 14
"""Fewer than runs: a token is looked up when a run is new, or to be explained."""

UNKNOWN = -1
"""The number of a word that training never met."""


class Word(NamedTuple):
    """What the linear part knows of a word; `number` is its place in the vocabulary."""

    text: str
    number: int
    weight: float
    negated: float
    negates: bool
    stops: bool


_END = Word("", UNKNOWN, 0.0, 0.0, negates=False, stops=True)
"""Ends a tweet, so that nothing reaches from one into the next."""


class _Text:
    """Tweets laid end to end, `_END` after each.

    `tweets`, `numbers` and `weights` tell each word's tweet, number and weight, shape (n_words,);
    `lengths` counts each tweet's words.
    """

    def __init__(self, tweets: Sequence[Sequence[Word]]) -> None:
        self.words = [word for tweet in tweets for word in (*tweet, _END)]
        self.numbers = np.array([word.number for word in self.words], np.int64)
        self.weights = np.array([word.weight for word in self.words])
        self._negates = [word.negates for word in self.words]
        self._stops = [word.stops for word in self.words]
        self.lengths = np.array([len(tweet) for tweet in tweets])
        self.tweets = np.repeat(np.arange(len(tweets)), self.lengths + 1)

    def negations(self) -> Iterator[tuple[int, int]]:
        """Each word inside the scope of a negator, after the latest such negator's place."""
        for negator in [place for place, negates in enumerate(self._negates) if negates]:
            for place in range(negator + 1, negator + 1 + NEGATION_SCOPE):
                if self._stops[place]:
                    break
                yield negator, place
                if self._negates[place]:
                    break


class LinearScorer:
    """Logistic regression over words, word n-grams, negated words and character n-grams."""

    def __init__(self, weights: LightWeights) -> None:
        self._weights = weights
        self.words_of_token = memoize(self._look_up, TOKENS_KEPT)
        self._words_of_run = memoize(self._read_run)

    @property
    def bias(self) -> float:
        """The log-odds of a tweet without words."""
        return self._weights.bias

    def words(self, unescaped: str) -> list[Word]:
        """The words of a revealed text, in order.

        No token crosses a space, so each run of characters between spaces is read once and kept.
        """
        return list(chain.from_iterable(map(self._words_of_run, unescaped.split())))

    def scores(self, tweets: Sequence[Sequence[Word]]) -> NDArray[np.float64]:
        """Log-odds of positive of each tweet, shape (n,)."""
        if not tweets:
            return np.zeros(0)
        text = _Text(tweets)
        sums = np.bincount(text.tweets, text.weights)
        pairs = keys_of_pairs(text.numbers)
        keys = np.concatenate([pairs, keys_of_triples(text.numbers, pairs)])
        owners = np.concatenate([text.tweets[1:], text.tweets[2:]])
        sums += np.bincount(owners, self._weights.ngrams.find(keys), len(tweets))
        for _, place in text.negations():
            sums[text.tweets[place]] += text.words[place].negated
        return sums * self._weights.length.of_each(text.lengths) + self._weights.bias

    def shares(self, words: Sequence[Word]) -> list[float]:
        """What each word adds to the score: of each feature it is part of, an equal share."""
        shares = [word.weight for word in words]
        text = _Text([words])
        pairs = keys_of_pairs(text.numbers)
        for size, keys in ((2, pairs), (3, keys_of_triples(text.numbers, pairs))):
            for start, weight in enumerate(self._weights.ngrams.find(keys).tolist()):
                if weight:
                    _share(shares, weight, range(start, start + size))
        for negator, place in text.negations():
            _share(shares, words[place].negated, (negator, place))
        scale = self._weights.length.of(len(words))
        return [share * scale for share in shares]

    def _read_run(self, run: str) -> tuple[Word, ...]:
        return tuple(word for token in tokenise(run) for word in self.words_of_token(token))

    def _look_up(self, token: str) -> tuple[Word, ...]:
        return tuple(self._word(word) for word in words_of(token))

    def _word(self, word: str) -> Word:
        known = self._weights
        number = known.words.get(word, UNKNOWN)
        if number == UNKNOWN:
            weight = sum(known.characters.get(gram, 0.0) for gram in character_ngrams(word))
            return Word(word, number, weight, 0.0, is_negator(word), is_stop(word))
        weight, negated = float(known.unigrams[number]), float(known.negated[number])
        return Word(word, number, weight, negated, is_negator(word), is_stop(word))


def _share(shares: list[float], weight: float, places: Sequence[int]) -> None:
    for place in places:
        shares[place] += weight / len(places)
