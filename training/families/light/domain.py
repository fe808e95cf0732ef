"""Fitting the domain part: a logistic regression over a tweet's words and the general score."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from airparadis.light.domain import DomainWeights, ngrams
from airparadis.light.weights import LengthScale
from training.families.light.settings import DomainSettings

SLOPE, BIAS = 0, 1
"""Places of what is not a word's weight."""


def fit_domain(
    general: NDArray[np.float64],
    words: Sequence[Sequence[str]],
    y: NDArray[np.int8],
    settings: DomainSettings,
    before: DomainWeights | None = None,
) -> DomainWeights:
    """Fit on general log-odds, words and labels 0 or 1 of hand-labelled tweets, all of length n.

    Both labels count the same, however rare one is. Weights are pulled towards those of `before`,
    where there are any, instead of towards none: what was learnt from other tweets stays.
    """
    start = _start(words, settings, before)
    columns_of = {name: place for place, name in enumerate(start.ngrams)}
    counts = _matrix(words, columns_of, settings.length)
    columns = sp.hstack([sp.csr_matrix(np.column_stack([general, np.ones(len(y))])), counts])
    learnt = _fit(columns.tocsr(), y, settings.C, _vector(start))
    weights = dict(zip(start.ngrams, learnt[BIAS + 1 :].tolist(), strict=True))
    return DomainWeights(float(learnt[SLOPE]), float(learnt[BIAS]), settings.length, weights)


def domain_scores(
    weights: DomainWeights, general: NDArray[np.float64], words: Sequence[Sequence[str]]
) -> NDArray[np.float64]:
    """Log-odds of positive of tweets of the trade, shape (n,), as `DomainScorer` has them."""
    columns = {name: place for place, name in enumerate(weights.ngrams)}
    own: NDArray[np.float64] = _matrix(words, columns, weights.length) @ np.array(
        list(weights.ngrams.values())
    )
    return weights.slope * general + own + weights.bias


def _start(
    words: Sequence[Sequence[str]], settings: DomainSettings, before: DomainWeights | None
) -> DomainWeights:
    """Weights to begin from, with every n-gram that will be weighed."""
    met = Counter(name for tweet in words for name in {name for name, _ in ngrams(tweet)})
    kept = {name: 0.0 for name, count in met.items() if count >= settings.min_count}
    if before is None:
        return DomainWeights(1.0, 0.0, settings.length, kept)
    return DomainWeights(before.slope, before.bias, settings.length, kept | before.ngrams)


def _vector(weights: DomainWeights) -> NDArray[np.float64]:
    return np.array([weights.slope, weights.bias, *weights.ngrams.values()])


def _matrix(
    words: Sequence[Sequence[str]], column: dict[str, int], length: LengthScale
) -> sp.csr_matrix:
    matrix = sp.lil_matrix((len(words), len(column)))
    for row, tweet in enumerate(words):
        scale = length.of(len(tweet))
        for name, _ in ngrams(tweet):
            if name in column:
                matrix[row, column[name]] += scale
    return matrix.tocsr()


def _fit(
    columns: sp.csr_matrix, y: NDArray[np.int8], C: float, start: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Minimise C times the log loss plus half the squared distance from `start` (L-BFGS)."""
    cost = C * len(y) / (2 * np.maximum(np.bincount(y, minlength=2), 1))[y]
    sign = 2.0 * y - 1

    def loss(theta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        score = columns @ theta
        moved = theta - start
        gradient = columns.T @ (cost * (expit(score) - y)) + moved
        return float(cost @ np.logaddexp(0, -sign * score) + moved @ moved / 2), gradient

    learnt: NDArray[np.float64] = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return learnt
