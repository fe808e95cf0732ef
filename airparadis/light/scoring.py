"""The `light` family: a sum of weights, so that every part of a score can be shown.

A tweet's log-odds of positive are a bias plus one weight per feature: each word, each run of two
or three words, each word inside the scope of a negation, all divided by a power of the tweet's
length. A word never met in training is weighed by its character n-grams; for a known word those
are folded into its weight already.
"""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from airparadis.artifact import Manifest
from airparadis.classifier import Contribution, Explanation
from airparadis.light.tokens import (
    SUBJECT,
    character_ngrams,
    is_negator,
    is_stop,
    tokenise,
    words_of,
)
from airparadis.light.tokens import spans as token_spans
from airparadis.light.weights import KEY_BITS, LightWeights, read_weights
from airparadis.remember import remembered
from airparadis.text import reveal, reveal_with_offsets

NEGATION_SCOPE = 4
"""A negator turns round this many words after it, or fewer if a stop comes first."""

_UNKNOWN = -1


class _Word(NamedTuple):
    number: int
    weight: float
    negated: float
    negates: bool
    stops: bool


_Feature = tuple[float, tuple[int, ...]]
"""A weight and the positions of the words it rests on."""


class LightScorer:
    """Logistic regression over words, word n-grams, negated words and character n-grams."""

    def __init__(self, weights: LightWeights) -> None:
        self._weights = weights
        self._token = remembered(self._look_up)

    def decision_function(self, text: str) -> float:
        """Log-odds of positive of one raw tweet."""
        words = [word for token in tokenise(reveal(text)) for word in self._token(token)]
        total = sum([weight for weight, _ in self._features(words)])
        return total * self._weights.length.of(len(words)) + self._weights.bias

    def predict_proba(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Probabilities of raw tweets, shape (n, 2): negative, positive."""
        scores = [self.decision_function(text) for text in texts]
        return np.array([(_expit(-score), _expit(score)) for score in scores]).reshape(-1, 2)

    def explain(self, text: str) -> Explanation:
        """Share the weight of each feature equally among the tokens it rests on."""
        revealed, offsets = reveal_with_offsets(text)
        tokens = [self._token(token) for token in tokenise(revealed)]
        words = [word for token in tokens for word in token]
        token_of_word = [place for place, token in enumerate(tokens) for _ in token]
        shares = [0.0] * len(tokens)
        scale = self._weights.length.of(len(words))
        for weight, places in self._features(words):
            for place in places:
                shares[token_of_word[place]] += weight * scale / len(places)
        contributions = (
            Contribution(offsets[start], offsets[end], share)
            for (start, end), share in zip(token_spans(revealed), shares, strict=True)
            if share
        )
        return Explanation(tuple(contributions), self._weights.bias)

    def count_unknown(self, text: str) -> tuple[int, int]:
        """Words of a raw tweet that training never met, and all of its words."""
        words = [word for token in tokenise(reveal(text)) for word in words_of(token)]
        known = self._weights.words
        return sum(word not in known and word != SUBJECT for word in words), len(words)

    def _features(self, words: list[_Word]) -> Iterator[_Feature]:
        ngrams = self._weights.ngrams
        negator, negated_until = -1, -1
        before, previous = _UNKNOWN, _UNKNOWN  # the numbers of the two words before this one
        for place, (number, weight, negated, negates, stops) in enumerate(words):
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

    def _look_up(self, token: str) -> tuple[_Word, ...]:
        return tuple(self._word(word) for word in words_of(token))

    def _word(self, word: str) -> _Word:
        known = self._weights
        number = known.words.get(word, _UNKNOWN)
        if number == _UNKNOWN:
            weight = sum(known.characters.get(gram, 0.0) for gram in character_ngrams(word))
            return _Word(number, weight, 0.0, is_negator(word), is_stop(word))
        weight, negated = float(known.unigrams[number]), float(known.negated[number])
        return _Word(number, weight, negated, is_negator(word), is_stop(word))


class LightClassifier(LightScorer):
    """A light model with its manifest, as the application serves it."""

    def __init__(self, manifest: Manifest, weights: LightWeights) -> None:
        super().__init__(weights)
        self.manifest = manifest

    @classmethod
    def load(cls, directory: Path, manifest: Manifest) -> "LightClassifier":
        """Load a directory already verified against `manifest`."""
        return cls(manifest, read_weights(directory))


def _expit(score: float) -> float:
    if score >= 0:
        return 1 / (1 + math.exp(-score))
    return math.exp(score) / (1 + math.exp(score))
