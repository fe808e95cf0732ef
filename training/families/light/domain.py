"""Fit of the domain part: logistic regression over a tweet's words and the general score."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from airparadis.ml.light.domain_adaptation import DomainWeights
from training.families.light.settings import DomainSettings


def fit_domain(
    general: NDArray[np.float64],
    words: Sequence[Sequence[str]],
    y: NDArray[np.int8],
    settings: DomainSettings,
    before: DomainWeights | None = None,
) -> DomainWeights:
    """Fit on general log-odds, `plain_words` and labels 0 or 1 of hand-labelled tweets, n of each.

    Both labels count the same, however rare one is. Weights are pulled towards those of `before`,
    if given, instead of towards zero: earlier tweets are not forgotten.
    """
    start = _start(words, settings, before)
    counts = _matrix(words, {word: place for place, word in enumerate(start.words)})
    columns = sp.hstack([sp.csr_matrix(general[:, None]), counts]).tocsr()
    slope, *weights = _fit(columns, y, settings.C, _vector(start)).tolist()
    return DomainWeights(slope, dict(zip(start.words, weights, strict=True)))


def domain_scores(
    weights: DomainWeights, general: NDArray[np.float64], words: Sequence[Sequence[str]]
) -> NDArray[np.float64]:
    """Return log-odds of positive of airline tweets, shape (n,), as `DomainScorer` does."""
    columns = {word: place for place, word in enumerate(weights.words)}
    own: NDArray[np.float64] = _matrix(words, columns) @ np.array(list(weights.words.values()))
    return weights.slope * general + own


def _start(
    words: Sequence[Sequence[str]], settings: DomainSettings, before: DomainWeights | None
) -> DomainWeights:
    """Initial weights, with every word that gets one."""
    counts = Counter(word for tweet in words for word in sorted(set(tweet) - {""}))
    new = {word: 0.0 for word, count in counts.items() if count >= settings.min_count}
    if before is None:
        return DomainWeights(1.0, new)
    return DomainWeights(before.slope, new | before.words)


def _vector(weights: DomainWeights) -> NDArray[np.float64]:
    return np.array([weights.slope, *weights.words.values()])


def _matrix(words: Sequence[Sequence[str]], column: dict[str, int]) -> sp.csr_matrix:
    matrix = sp.lil_matrix((len(words), len(column)))
    for row, tweet in enumerate(words):
        for word in tweet:
            if word in column:
                matrix[row, column[word]] += 1
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
