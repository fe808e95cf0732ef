"""`light`: the bundled default. Words, negation and character n-grams, logistic regression, Platt.

The features are counted in bulk here and one tweet at a time in `airparadis.light`; validation and
test figures come from the class that serves, so they are the served model's.
"""

import argparse
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from airparadis.light.scoring import LightScorer
from airparadis.light.tokens import SUBJECT
from airparadis.light.weights import (
    LengthScale,
    LightWeights,
    ngram_key,
    read_weights,
    write_weights,
)
from training.calibration import fit_platt
from training.families import NOWHERE, Workspace
from training.logistic import Block, Fitted, fit_logistic
from training.ngrams import (
    Corpus,
    Occurrences,
    Vocabulary,
    character_matrix,
    count_matrix,
    inverse_document_frequency,
    negated_words,
    ngram_numbers,
    word_ngrams,
)

WORDS, BIGRAMS, TRIGRAMS, NEGATED = "words", "bigrams", "trigrams", "negated"
SIZES = {BIGRAMS: 2, TRIGRAMS: 3}


@dataclass(frozen=True)
class LightParameters:
    """What was chosen on validation rows; docs/decisions/0003-light-model.md holds the figures."""

    C: float = 0.0485
    max_iter: int = 150
    length_offset: float = 4.0
    length_exponent: float = 0.7
    min_words: int = 3
    min_bigrams: int = 3
    min_trigrams: int = 4
    min_negated: int = 5
    min_characters: int = 3
    negated_scale: float = 2.0
    character_scale: float = 3.0
    smallest_ngram_weight: float = 0.35

    @property
    def length(self) -> LengthScale:
        """How the weights shrink in longer tweets."""
        return LengthScale(self.length_offset, self.length_exponent)

    def min_count(self, kind: str) -> int:
        """How often a feature of this kind must occur in training to be kept.

        Never less often than a word: every word of an n-gram has to be in the vocabulary.
        """
        return max(int(getattr(self, f"min_{kind}")), self.min_words)


class Light:
    """The family's contract over `LightWeights`."""

    name = "light"
    libraries: Sequence[str] = ()  # any numpy reads .npz

    def __init__(self, settings: LightParameters | None = None) -> None:
        self._settings = settings or LightParameters()

    @property
    def parameters(self) -> dict[str, bool | int | float | str]:
        """What the manifest says of how the model was fitted."""
        return asdict(self._settings)

    def fit(
        self,
        X: Sequence[str],
        y: NDArray[np.int8],
        X_validation: Sequence[str],
        y_validation: NDArray[np.int8],
        workspace: Workspace = NOWHERE,  # noqa: ARG002 - fitted in one go
    ) -> None:
        """Fit on raw tweets and labels (0 or 1); calibrate on the validation rows."""
        features = _Features(X, self._settings)
        fitted = fit_logistic(features.blocks, y, self._settings.C, self._settings.max_iter)
        raw = features.weights(fitted)
        scorer = LightScorer(raw)
        scores = np.array([scorer.decision_function(text) for text in X_validation])
        self.weights_ = scaled(raw, *fit_platt(scores, y_validation))

    def predict_proba(self, X: Sequence[str]) -> NDArray[np.float64]:
        """Probabilities of raw tweets, shape (n, 2), by the code that serves them."""
        return LightScorer(self.weights_).predict_proba(X)

    def count_unknown(self, text: str) -> tuple[int, int]:
        """Words of a raw tweet that training never met, and all of its words."""
        return LightScorer(self.weights_).count_unknown(text)

    def save(self, directory: Path) -> None:
        """Write the weights into an existing directory."""
        write_weights(directory, self.weights_)

    @classmethod
    def load(cls, directory: Path) -> "Light":
        """Read what `save` wrote."""
        family = cls()
        family.weights_ = read_weights(directory)
        return family


def scaled(weights: LightWeights, slope: float, offset: float) -> LightWeights:
    """The same model with its log-odds multiplied by `slope` and moved by `offset`."""
    return replace(
        weights,
        bias=weights.bias * slope + offset,
        unigrams=weights.unigrams * slope,
        negated=weights.negated * slope,
        ngrams={key: weight * slope for key, weight in weights.ngrams.items()},
        characters={gram: weight * slope for gram, weight in weights.characters.items()},
    )


class _Features:
    """The training tweets' features, and the way back from fitted weights to `LightWeights`."""

    def __init__(self, X: Sequence[str], settings: LightParameters) -> None:
        self._settings = settings
        vocabulary = Vocabulary()
        corpus = vocabulary.read(X, "tokenise")
        self._words = vocabulary.words
        self._subject = vocabulary.numbers.get(SUBJECT, -1)
        self._length_scale = _length_scale(corpus, settings.length)
        self._keys: dict[str, NDArray[np.int64]] = {}
        self.blocks = [
            self._block(WORDS, word_ngrams(corpus, 1, self._base)),
            self._block(BIGRAMS, word_ngrams(corpus, 2, self._base)),
            self._block(TRIGRAMS, word_ngrams(corpus, 3, self._base)),
            self._block(NEGATED, negated_words(corpus, self._words)),
            self._character_block(corpus),
        ]

    def weights(self, fitted: Fitted) -> LightWeights:
        """The fitted model as served: character n-grams folded into the words they are of."""
        *coef_of_keys, characters = fitted.coef
        coef = dict(zip(self._keys, coef_of_keys, strict=True))
        known = self._keys[WORDS]
        negated = np.zeros(self._base)
        negated[self._keys[NEGATED]] = coef[NEGATED]
        return LightWeights(
            bias=fitted.intercept,
            length=self._settings.length,
            words={self._words[place]: number for number, place in enumerate(known.tolist())},
            unigrams=coef[WORDS] + (self._characters @ characters)[known],
            negated=negated[known],
            ngrams=self._ngrams(BIGRAMS, coef[BIGRAMS]) | self._ngrams(TRIGRAMS, coef[TRIGRAMS]),
            characters=dict(zip(self._grams, characters.tolist(), strict=True)),
        )

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
        number[self._keys[WORDS]] = np.arange(len(self._keys[WORDS]))
        strong = np.abs(coef) >= self._settings.smallest_ngram_weight
        rows = number[ngram_numbers(self._keys[kind][strong], SIZES[kind], self._base)]
        weights = coef[strong].tolist()
        return {ngram_key(*row): weight for row, weight in zip(rows.tolist(), weights, strict=True)}


def _length_scale(corpus: Corpus, length: LengthScale) -> sp.csr_matrix:
    n_words = np.bincount(corpus.rows, minlength=corpus.n_rows)
    scales = (n_words + length.offset) ** -length.exponent
    return sp.diags(scales.astype(np.float32), format="csr")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add no option: what was chosen on validation rows stands in `LightParameters`."""


def from_options(options: argparse.Namespace) -> Light:  # noqa: ARG001 - it has none
    """Make the family, not fitted yet."""
    return Light()
