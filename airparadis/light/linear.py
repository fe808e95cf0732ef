"""The linear part: a sum of weights, so that every part of its score can be shown.

A tweet's log-odds are a bias plus one weight per feature: each word, each run of two or three
words, each word inside the scope of a negation, all divided by a power of the tweet's length. A
word never met in training is weighed by its character n-grams; for a known word those are folded
into its weight already.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from airparadis.light.tokens import character_ngrams, is_negator, is_stop, words_of
from airparadis.light.weights import KEY_BITS, LightWeights
from airparadis.remember import remembered

NEGATION_SCOPE = 4
"""A negator turns round this many words after it, or fewer if a stop comes first."""

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


Feature = tuple[float, tuple[int, ...]]
"""A weight and the positions of the words it rests on."""


class LinearScorer:
    """Logistic regression over words, word n-grams, negated words and character n-grams."""

    def __init__(self, weights: LightWeights) -> None:
        self._weights = weights
        self.words_of_token = remembered(self._look_up)

    @property
    def bias(self) -> float:
        """The log-odds of a tweet without words."""
        return self._weights.bias

    def score(self, words: Sequence[Word]) -> float:
        """Log-odds of positive."""
        total = sum([weight for weight, _ in self._features(words)])
        return total * self._weights.length.of(len(words)) + self._weights.bias

    def shares(self, words: Sequence[Word]) -> list[float]:
        """What each word adds to the score: of each feature it is part of, an equal share."""
        shares = [0.0] * len(words)
        scale = self._weights.length.of(len(words))
        for weight, places in self._features(words):
            for place in places:
                shares[place] += weight * scale / len(places)
        return shares

    def _features(self, words: Sequence[Word]) -> Iterator[Feature]:
        ngrams = self._weights.ngrams
        negator, negated_until = -1, -1
        before, previous = UNKNOWN, UNKNOWN  # the numbers of the two words before this one
        for place, (_, number, weight, negated, negates, stops) in enumerate(words):
            yield weight, (place,)
            if stops:
                negated_until = -1
            elif place <= negated_until and negated:
                yield negated, (negator, place)
            if negates:
                negator, negated_until = place, place + NEGATION_SCOPE
            if number >= 0 and previous >= 0:
                pair = (1 << KEY_BITS | previous) << KEY_BITS | number
                if found := ngrams.get(pair):
                    yield found, (place - 1, place)
                if before >= 0:
                    triple = ((1 << KEY_BITS | before) << KEY_BITS | previous) << KEY_BITS | number
                    if found := ngrams.get(triple):
                        yield found, (place - 2, place - 1, place)
            before, previous = previous, number

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
