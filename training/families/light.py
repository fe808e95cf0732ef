"""`light`: the bundled default. Words, negation and character n-grams, logistic regression, Platt.

The features are counted in bulk here and one tweet at a time in `airparadis.light`; what is saved
is read back by the class that serves it, so that the figures reported are the served model's.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from airparadis.light.scoring import LightScorer
from airparadis.light.weights import NGRAM_SIZES, LightWeights, ngram_key, read_weights, write_weights
from training.calibration import fit_platt
from training.logistic import Block, Fitted, fit_logistic
from training.ngrams import (
    Corpus,
    Vocabulary,
    character_matrix,
    count_matrix,
    negated_words,
    ngram_numbers,
    word_ngrams,
)


NEGATED, CHARACTERS = "negated", "characters"


@dataclass(frozen=True)
class LightParameters:
    """What was chosen on validation rows; docs/model.md holds the figures."""

    C: float = 0.1
    max_iter: int = 150
    length_exponent: float = 0.25
    min_words: int = 3
    min_bigrams: int = 3
    min_trigrams: int = 4
    min_negated: int = 5
    min_characters: int = 3
    character_scale: float = 0.1
    smallest_ngram_weight: float = 0.02


class Light:
    """The family's contract over `LightWeights`."""

    name = "light"
    libraries: tuple[str, ...] = ()  # numpy's .npz is a stable format: any version reads it

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

    def save(self, directory: Path) -> None:
        """Write the weights into an existing directory."""
        write_weights(directory, self.weights_)

    @classmethod
    def load(cls, directory: Path) -> "Light":
        """Read what `save` wrote."""
        family = cls()
        family.weights_ = read_weights(directory)
        return family


class _Features:
    """The training tweets' features, and the way back from fitted weights to `LightWeights`."""

    def __init__(self, X: Sequence[str], parameters: LightParameters) -> None:
        self._parameters = parameters
        vocabulary = Vocabulary()
        corpus = vocabulary.read(X, "tokenise")
        self._all_words = vocabulary.words
        self._base = len(self._all_words)
        occurrences = {size: word_ngrams(corpus, size, self._base) for size in (1, 2, 3)}
        occurrences[NEGATED] = negated_words(corpus, self._all_words)
        minima = {1: parameters.min_words, 2: parameters.min_bigrams, 3: parameters.min_trigrams, NEGATED: parameters.min_negated}
        self._keys = {kind: found.frequent(minima[kind]) for kind, found in occurrences.items()}
        scale = _length_scale(corpus, parameters.length_exponent)
        self.blocks = [
            Block([scale @ occurrences[kind].matrix(keys)]) for kind, keys in self._keys.items()
        ]
        self._characters, self._grams = character_matrix(self._all_words, parameters.min_characters)
        words = count_matrix(corpus.rows, corpus.numbers, (corpus.n_rows, self._base))
        self.blocks.append(Block([scale @ words, self._characters], parameters.character_scale))

    def weights(self, fitted: Fitted) -> LightWeights:
        """The fitted model as served: character n-grams folded into the words they are of."""
        coef = dict(zip((*self._keys, CHARACTERS), fitted.coef, strict=True))
        known = self._keys[1]
        unigrams = coef[1] + (self._characters @ coef[CHARACTERS])[known]
        negated = np.zeros(self._base)
        negated[self._keys[NEGATED]] = coef[NEGATED]
        number = np.full(self._base, -1)
        number[known] = np.arange(len(known))
        ngrams: dict[int, float] = {}
        for size in NGRAM_SIZES:
            rows = number[ngram_numbers(self._keys[size], size, self._base)]
            for row, weight in zip(rows.tolist(), coef[size].tolist(), strict=True):
                if abs(weight) >= self._parameters.smallest_ngram_weight:
                    ngrams[ngram_key(*row)] = weight
        return LightWeights(
            bias=fitted.intercept,
            length_exponent=self._parameters.length_exponent,
            words={self._all_words[place]: new for new, place in enumerate(known.tolist())},
            unigrams=unigrams,
            negated=negated[known],
            ngrams=ngrams,
            characters=dict(zip(self._grams, coef[CHARACTERS].tolist(), strict=True)),
        )


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


def _length_scale(corpus: Corpus, exponent: float) -> sp.csr_matrix:
    lengths = np.maximum(np.bincount(corpus.rows, minlength=corpus.n_rows), 1)
    return sp.diags((lengths**-exponent).astype(np.float32), format="csr")
