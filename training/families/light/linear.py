"""Fit of the linear part: words, n-grams, negation and character n-grams, logistic regression.

The features are counted in bulk here and one tweet at a time in `airparadis.ml.light.linear`.
"""

from functools import cached_property

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from airparadis.ml.light.ngrams import NgramWeights, ngram_key
from airparadis.ml.light.tokens import TOPIC_WORD
from airparadis.ml.light.weights import LengthScale, LightWeights
from training.families.light.settings import LinearSettings
from training.linear.logistic import Block, Fitted, fit_logistic
from training.linear.ngrams import (
    Corpus,
    Occurrences,
    character_matrix,
    count_matrix,
    inverse_document_frequency,
    negated_words,
    ngram_numbers,
    word_ngrams,
)

WORDS, BIGRAMS, TRIGRAMS, NEGATED = "words", "bigrams", "trigrams", "negated"
SIZES = {BIGRAMS: 2, TRIGRAMS: 3}


def fit_linear(
    corpus: Corpus, words: list[str], y: NDArray[np.int8], settings: LinearSettings
) -> LightWeights:
    """Fit on tweets as numbers of `words` and labels 0 and 1, shape (n,)."""
    features = Features(corpus, words, settings)
    fitted = fit_logistic(features.blocks, y, settings.C, settings.max_iter)
    return features.weights(fitted)


class Features:
    """Features of the training tweets, and `LightWeights` from fitted ones."""

    def __init__(self, corpus: Corpus, words: list[str], settings: LinearSettings) -> None:
        self._settings = settings
        self._words = words
        self._subject = words.index(TOPIC_WORD) if TOPIC_WORD in words else -1
        self._length_scale = _length_scale(corpus, settings.length)
        self._counts = np.bincount(corpus.numbers, minlength=len(words))
        self._keys: dict[str, NDArray[np.int64]] = {}
        self.blocks = [
            self._block(WORDS, word_ngrams(corpus, 1, self._base)),
            self._block(BIGRAMS, word_ngrams(corpus, 2, self._base)),
            self._block(TRIGRAMS, word_ngrams(corpus, 3, self._base)),
            self._block(NEGATED, negated_words(corpus, self._words)),
            self._character_block(corpus),
        ]

    def weights(self, fitted: Fitted) -> LightWeights:
        """Return the fitted model as served: character n-grams folded into their words."""
        *coef_of_keys, characters = fitted.coef
        coef = dict(zip(self._keys, coef_of_keys, strict=True))
        unigrams = self._characters @ characters
        unigrams[self._keys[WORDS]] += coef[WORDS]
        negated = np.zeros(self._base)
        negated[self._keys[NEGATED]] = coef[NEGATED]
        return LightWeights(
            bias=fitted.intercept,
            length=self._settings.length,
            words={self._words[place]: n for n, place in enumerate(self._known.tolist())},
            unigrams=unigrams[self._known],
            negated=negated[self._known],
            ngrams=NgramWeights.of(
                self._ngrams(BIGRAMS, coef[BIGRAMS]) | self._ngrams(TRIGRAMS, coef[TRIGRAMS])
            ),
            characters=dict(zip(self._grams, characters.tolist(), strict=True)),
        )

    @cached_property
    def _known(self) -> NDArray[np.int64]:
        """The vocabulary, most frequent word first: low numbers make small files."""
        known = self._keys[WORDS]
        return known[np.argsort(-self._counts[known], kind="stable")]

    @property
    def _base(self) -> int:
        return len(self._words)

    def _block(self, kind: str, found: Occurrences) -> Block:
        keys = found.frequent(self._settings.min_count(kind))
        numbers = ngram_numbers(keys, SIZES.get(kind, 1), self._base)
        self._keys[kind] = keys[(numbers != self._subject).all(axis=1)]
        counts = found.matrix(self._keys[kind])
        scale = self._settings.negated_scale if kind == NEGATED else 1.0
        return Block([self._length_scale @ counts], inverse_document_frequency(counts) * scale)

    def _character_block(self, corpus: Corpus) -> Block:
        self._characters, self._grams = character_matrix(self._words, self._settings.min_characters)
        words = count_matrix(corpus.rows, corpus.numbers, (corpus.n_rows, self._base))
        scale = np.full(len(self._grams), self._settings.character_scale)
        return Block([self._length_scale @ words, self._characters], scale)

    def _ngrams(self, kind: str, coef: NDArray[np.float64]) -> dict[int, float]:
        number = np.full(self._base, -1)
        number[self._known] = np.arange(len(self._known))
        strong = np.abs(coef) >= self._settings.smallest_ngram_weight
        rows = number[ngram_numbers(self._keys[kind][strong], SIZES[kind], self._base)]
        weights = coef[strong].tolist()
        return {ngram_key(*row): weight for row, weight in zip(rows.tolist(), weights, strict=True)}


def _length_scale(corpus: Corpus, length: LengthScale) -> sp.csr_matrix:
    n_words = np.bincount(corpus.rows, minlength=corpus.n_rows)
    scales = (n_words + length.offset) ** -length.exponent
    return sp.diags(scales.astype(np.float32), format="csr")
